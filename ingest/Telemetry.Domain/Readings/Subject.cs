using System.Collections.Immutable;

namespace Telemetry.Domain.Readings;

/// <summary>
/// A topic resolved against one version of the registry: an asset, or a device that speaks for assets in turn. Belongs
/// to one resolver and its thread.
/// </summary>
/// <remarks>
/// With many devices what a reading costs is the memory that it waits for, 64 bytes at a time. So what every reading
/// needs lies here in two such lines, and what hardly any needs is <see cref="Aside"/>.
/// </remarks>
public sealed class Subject
{
    /// <summary>Of an object of this class, about.</summary>
    internal const int Bytes = 128;

    // Tags from payloads are a device's to choose; beyond this many their series are made anew each time.
    const int MaxRememberedSeries = 256;

    readonly Aside _aside;
    readonly bool _isOneAsset;
    readonly Standing _standing; // where it is one asset
    ClockSkew _clock;

    Subject(Aside aside, Standing? standing, UnregisteredAsset? unregistered, string? refusal)
    {
        _aside = aside;
        _isOneAsset = standing is not null;
        _standing = standing ?? default;
        Kind = aside.Topic.Kind;
        Unregistered = unregistered;
        Refusal = refusal;
    }

    public TopicKind Kind { get; }

    /// <summary>
    /// Whom it names. For words, and for series that the payload decides; else <see cref="Kind"/> is enough.
    /// </summary>
    public DeviceTopic Topic => _aside.Topic;

    /// <summary>The clock of whoever publishes to this topic, as this connection sees it.</summary>
    public ref ClockSkew Clock => ref _clock;

    /// <summary>Set where the registry does not know the asset.</summary>
    public UnregisteredAsset? Unregistered { get; }

    /// <summary>Why its readings are <c>unknown_asset</c>, all of them; null where they are not.</summary>
    public string? Refusal { get; }

    public static Subject Of(DeviceTopic topic, Standing standing) => new(new(topic, []), standing, null, null);

    public static Subject OfDevice(DeviceTopic topic, ImmutableArray<DatedStanding> dated) =>
        new(new(topic, dated), null, null, null);

    public static Subject OfUnregistered(DeviceTopic topic, Standing standing, UnregisteredAsset asset) =>
        new(new(topic, []), standing, asset, null);

    public static Subject Refused(DeviceTopic topic, UnregisteredAsset? asset, string refusal) =>
        new(new(topic, []), null, asset, refusal);

    /// <summary>That of its readings, whatever they say; null where time or payload decide it.</summary>
    public Series? OnlySeries => _standing.Series;

    /// <summary>What a reading needs further on, asked for while it is judged.</summary>
    public void FetchAhead()
    {
        CacheAhead.FetchAll(_standing.Series?.Companion, Series.CompanionBytes);
        CacheAhead.FetchAll(Unregistered, UnregisteredAsset.Bytes);
    }

    /// <summary>What a reading of this time belongs to.</summary>
    /// <returns>False where no assignment of the device covers it.</returns>
    public bool HasStandingAt(long timeMs, out Standing standing)
    {
        standing = _standing;
        if (_isOneAsset) return true;
        foreach (var dated in _aside.Dated)
        {
            if (timeMs < dated.FromMs || timeMs >= dated.UntilMs) continue;
            standing = dated.Standing;
            return true;
        }
        return false;
    }

    /// <param name="unit">An identifier, or <c>-</c> for the whole plant.</param>
    public Series StatusOf(string unit)
    {
        return _aside.Series.TryGetValue((unit, ""), out var series)
            ? series
            : Remember((unit, ""), new Series(Measurements.PlantStatus, Topic.Owner, unit));
    }

    /// <param name="material">One of the allowed materials.</param>
    /// <param name="scale">An identifier, or <c>-</c> where the facility has one scale.</param>
    public Series WeighingOf(string material, string scale)
    {
        return _aside.Series.TryGetValue((material, scale), out var series)
            ? series
            : Remember((material, scale), new Series(Measurements.Weighing, Topic.Owner, material, scale));
    }

    Series Remember((string, string) tags, Series series)
    {
        if (_aside.Series.Count < MaxRememberedSeries) _aside.Series.Add(tags, series);
        return series;
    }

    /// <summary>What hardly any reading needs: devices that speak for assets in turn, tags from payloads.</summary>
    sealed class Aside(DeviceTopic topic, ImmutableArray<DatedStanding> dated)
    {
        Dictionary<(string, string), Series>? _series;

        public DeviceTopic Topic => topic;

        public ImmutableArray<DatedStanding> Dated => dated;

        public Dictionary<(string, string), Series> Series => _series ??= [];
    }
}
