using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Indicators;

/// <summary>From where on an asset's month meets each of the ledger's four words.</summary>
public sealed class DataQualityOptions
{
    /// <summary>Part of the days without a doubtful value, a fraction. Default: 0.95.</summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double LeastAccurate { get; set; } = 0.95;

    /// <summary>Part of the balances that come out, a fraction. Default: 0.9.</summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double LeastLogical { get; set; } = 0.9;

    /// <summary>Part of the objects received that were not rejected, a fraction. Default: 0.999.</summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double LeastInForm { get; set; } = 0.999;

    /// <summary>Covered time by the time of the days that are over, a fraction. Default: 0.95.</summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double LeastComplete { get; set; } = 0.95;

    /// <summary>
    /// Difference of a balance's two sides that still comes out, a fraction of the first. Default: 0.2.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double BalanceTolerance { get; set; } = 0.2;
}

/// <summary>One local day of an asset, as its data are judged.</summary>
/// <param name="Coverage">Covered seconds by the day's seconds, a fraction; null where the day has no row.</param>
/// <param name="Doubtful">
/// Values out of range, a frozen totaliser, totaliser against integral, an unexplained fall, a unit error: any of them.
/// </param>
public sealed record QualityDay(DateOnly Day, double? Coverage, bool Doubtful)
{
    /// <summary>A wrap at a known modulus and a declared volume are explained, and no cause for doubt.</summary>
    private const VolumeChecks Explained = VolumeChecks.Wrap | VolumeChecks.Declared;

    /// <summary>A meter's day, doubtful by any of its checks that isn't an explanation.</summary>
    public static QualityDay Of(DateOnly day, MeterDay meter) =>
        new(day, meter.Coverage, ((VolumeChecks)meter.Checks & ~Explained) != 0);

    /// <summary>A plant's day: doubtful where its load asks for the unit. Its balances are judged apart.</summary>
    public static QualityDay Of(PlantDay plant) =>
        new(plant.Day, plant.Completeness, plant.Checks.HasFlag(PlantChecks.UnitError));
}

/// <summary>Two figures of one day that should agree.</summary>
/// <param name="Name">Such as <c>influent_effluent</c> or <c>weighed_received</c>.</param>
/// <param name="First">What the difference is measured by; null where unknown.</param>
public sealed record Balance(DateOnly Day, string Name, double? First, double? Second)
{
    public const string InfluentEffluent = "influent_effluent";
    public const string WeighedReceived = "weighed_received";

    /// <summary>Null where a side is unknown.</summary>
    public bool? ComesOut(double tolerance) =>
        First is { } first && Second is { } second
            ? Math.Abs(second - first) <= tolerance * Math.Abs(first) : null;

    /// <summary>The balances of a plant's day: none of them where a side isn't there.</summary>
    public static ImmutableArray<Balance> Of(PlantDay day)
    {
        var balances = ImmutableArray.CreateBuilder<Balance>(2);
        if (day.InfluentM3 is not null && day.EffluentM3 is not null)
            balances.Add(new Balance(day.Day, InfluentEffluent, day.InfluentM3, day.EffluentM3));
        if (day.WeighedM3 is not null && day.TreatedT is null && day.TreatedM3 is not null)
            balances.Add(new Balance(day.Day, WeighedReceived, day.WeighedM3, day.TreatedM3));
        return balances.ToImmutable();
    }
}

public enum QualityVerdict
{
    /// <summary>There is nothing to judge by.</summary>
    Unknown,

    Met,

    NotMet,
}

/// <summary>One of the four words with the numbers behind it.</summary>
/// <param name="Share">A fraction; null where there is nothing to judge by.</param>
/// <param name="Good">Days, balances or objects that are in order.</param>
/// <param name="Judged">Of how many.</param>
public readonly record struct QualityWord(QualityVerdict Verdict, double? Share, double Good, long Judged)
{
    internal static QualityWord Of(double good, long judged, double least)
    {
        if (judged == 0) return new QualityWord(QualityVerdict.Unknown, null, 0, 0);
        var share = good / judged;
        return new QualityWord(share >= least ? QualityVerdict.Met : QualityVerdict.NotMet, share, good, judged);
    }
}

/// <summary>
/// The ledger's four words (数据准确、逻辑合理、条目规范、资料完整) for one asset and month. What can't be judged is unknown,
/// not met by silence.
/// </summary>
/// <param name="Asset">As the caller names it.</param>
/// <param name="Accurate">准确: the part of the days that have data whose data give no doubt.</param>
/// <param name="Logical">合理: the part of the balances that come out.</param>
/// <param name="InForm">规范: the part of the objects received that were not rejected.</param>
/// <param name="Complete">完整: covered time by the time of the days that are over; a missing day covers nothing.</param>
public sealed record DataQuality(
    string Asset, LocalMonth Month, QualityWord Accurate, QualityWord Logical, QualityWord InForm,
    QualityWord Complete)
{
    /// <param name="days">The asset's days, in any order, at most one row a day.</param>
    /// <param name="today">The local day that runs: it and those after it aren't judged.</param>
    /// <param name="received">Objects of the asset that arrived in the month, the rejected ones among them.</param>
    /// <param name="rejected">How many of them went to the dead letters.</param>
    public static DataQuality Judge(
        string asset, LocalMonth month, DateOnly today, IEnumerable<QualityDay> days, IEnumerable<Balance> balances,
        long received, long rejected, DataQualityOptions options)
    {
        var over = month.Days.Count(d => d < today);
        QualityDay[] own = [.. days.Where(d => Judged(d.Day) && d.Coverage is not null).OrderBy(d => d.Day)];
        bool[] outcomes =
        [
            .. balances.Where(b => Judged(b.Day)).Select(b => b.ComesOut(options.BalanceTolerance)).OfType<bool>(),
        ];
        return new DataQuality(
            asset, month,
            QualityWord.Of(own.Count(d => !d.Doubtful), own.Length, options.LeastAccurate),
            QualityWord.Of(outcomes.Count(o => o), outcomes.Length, options.LeastLogical),
            QualityWord.Of(Math.Max(received - rejected, 0), Math.Max(received, rejected), options.LeastInForm),
            QualityWord.Of(own.Sum(d => d.Coverage!.Value), over, options.LeastComplete));

        bool Judged(DateOnly day) => month.Contains(day) && day < today;
    }
}
