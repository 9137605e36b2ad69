using System.Collections.Immutable;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Readings;

/// <summary>What a reading belongs to at one moment.</summary>
/// <param name="Series">
/// Ready where the topic alone decides it; null where the payload adds a tag (unit, material, scale).
/// </param>
/// <param name="Meter">As registered; null for other kinds and for unregistered meters.</param>
/// <param name="QualityPoint">As registered; null for other kinds and for unregistered points.</param>
/// <param name="AllowMissingTime">A reading without <c>ts</c> may be stamped on receipt.</param>
public sealed record Standing(
    Series? Series, Meter? Meter = null, QualityPoint? QualityPoint = null, bool AllowMissingTime = false)
{
    /// <summary>m³/h beyond which a flow is doubted; infinite where the registry names no full scale.</summary>
    public double MostFlowM3H { get; } =
        Meter?.FullScaleM3H * Registry.Meter.FullScaleMargin ?? double.PositiveInfinity;

    /// <summary>m³ beyond which a totaliser is doubted; infinite where the registry names no modulus.</summary>
    public double MostTotalM3 { get; } = Meter?.ModulusM3 ?? double.PositiveInfinity;
}

/// <summary>What a device speaks for from one moment, inclusive, until another, exclusive; Unix ms.</summary>
public sealed record DatedStanding(long FromMs, long UntilMs, Standing Standing);

/// <summary>
/// A topic resolved against one version of the registry: an asset, or a device that speaks for assets in turn. Belongs
/// to one resolver and its thread.
/// </summary>
public sealed class Subject
{
    // Tags from payloads are a device's to choose; beyond this many their series are made anew each time.
    const int MaxRememberedSeries = 256;

    readonly Standing? _standing;
    readonly ImmutableArray<DatedStanding> _dated;
    readonly Series? _fixed;
    readonly byte[]? _key;
    ClockSkew _clock;
    Dictionary<(string, string), Series>? _series;

    Subject(
        DeviceTopic topic, Standing? standing, ImmutableArray<DatedStanding> dated, UnregisteredAsset? unregistered,
        string? refusal)
    {
        Topic = topic;
        _standing = standing;
        _dated = dated;
        Unregistered = unregistered;
        Refusal = refusal;
        _fixed = standing?.Series;
        _key = _fixed?.Utf8Key;
    }

    public DeviceTopic Topic { get; }

    /// <summary>The clock of whoever publishes to this topic, as this connection sees it.</summary>
    public ref ClockSkew Clock => ref _clock;

    /// <summary>Set where the registry does not know the asset.</summary>
    public UnregisteredAsset? Unregistered { get; }

    /// <summary>Why its readings are <c>unknown_asset</c>, all of them; null where they are not.</summary>
    public string? Refusal { get; }

    public static Subject Of(DeviceTopic topic, Standing standing) => new(topic, standing, [], null, null);

    public static Subject OfDevice(DeviceTopic topic, ImmutableArray<DatedStanding> dated) =>
        new(topic, null, dated, null, null);

    public static Subject OfUnregistered(DeviceTopic topic, Standing standing, UnregisteredAsset asset) =>
        new(topic, standing, [], asset, null);

    public static Subject Refused(DeviceTopic topic, UnregisteredAsset? asset, string refusal) =>
        new(topic, null, [], asset, refusal);

    /// <summary>What a reading of it will need, asked for before the payload is decoded.</summary>
    public void FetchAhead()
    {
        CacheAhead.Fetch(_standing);
        CacheAhead.Fetch(_fixed);
        CacheAhead.FetchBoth(_key);
        CacheAhead.FetchBoth(Unregistered);
    }

    /// <summary>What is kept beside its series, once the series has come.</summary>
    public void FetchCompanionAhead() => CacheAhead.FetchBoth(_fixed?.Companion);

    /// <summary>What a reading of this time belongs to; null where no assignment of the device covers it.</summary>
    public Standing? At(long timeMs)
    {
        if (_standing is not null) return _standing;
        foreach (var dated in _dated)
        {
            if (timeMs >= dated.FromMs && timeMs < dated.UntilMs) return dated.Standing;
        }
        return null;
    }

    /// <param name="unit">An identifier, or <c>-</c> for the whole plant.</param>
    public Series StatusOf(string unit)
    {
        return _series is not null && _series.TryGetValue((unit, ""), out var series)
            ? series
            : Remember((unit, ""), new Series(Measurements.PlantStatus, Topic.Owner, unit));
    }

    /// <param name="material">One of the allowed materials.</param>
    /// <param name="scale">An identifier, or <c>-</c> where the facility has one scale.</param>
    public Series WeighingOf(string material, string scale)
    {
        return _series is not null && _series.TryGetValue((material, scale), out var series)
            ? series
            : Remember((material, scale), new Series(Measurements.Weighing, Topic.Owner, material, scale));
    }

    Series Remember((string, string) tags, Series series)
    {
        _series ??= [];
        if (_series.Count < MaxRememberedSeries) _series.Add(tags, series);
        return series;
    }
}
