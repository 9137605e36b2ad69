using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Indicators;

/// <summary>One meter's local day, as the indicators need it.</summary>
/// <param name="VolumeM3">m³ of the day, measured and declared together; null where it can't be said.</param>
/// <param name="UndistributedM3">
/// Volume of gaps that began on an earlier day and ended on this one, m³: measured, but no single day's.
/// </param>
/// <param name="Coverage">Covered seconds by the day's seconds, a fraction.</param>
/// <param name="Valid">False where the row says that the volume can't be computed.</param>
/// <param name="Checks">The volume's checks, as stored: a bit set that is passed on untouched.</param>
public sealed record MeterDay(
    MeterId Meter, double? VolumeM3, double UndistributedM3, double Coverage, bool Valid, int Checks = 0)
{
    /// <summary>Local day on which the undistributed volume began to run; null where there is none.</summary>
    public DateOnly? GapFrom { get; init; }

    /// <summary>The volume where it can be counted on; null where not. Never 0 for unknown.</summary>
    public double? KnownM3 => Valid && VolumeM3 is { } volume && double.IsFinite(volume) ? volume : null;
}

/// <summary>A meter that gave no volume of a day.</summary>
public readonly record struct MissingMeter(PlantId Plant, MeterId Meter)
{
    /// <summary><c>plant/meter</c>.</summary>
    public override string ToString() => $"{Plant}/{Meter}";

    /// <summary>Several as a row keeps them: a space between two, which no identifier has.</summary>
    public static string Text(ImmutableArray<MissingMeter> missing) => string.Join(' ', missing);

    /// <param name="names">As <see cref="ToString"/> writes them; others are passed over.</param>
    public static ImmutableArray<MissingMeter> Parse(IEnumerable<string> names) =>
    [
        .. names.Select(name => name.Split('/')).Where(parts => parts.Length == 2)
            .Select(parts => new MissingMeter(new PlantId(parts[0]), new MeterId(parts[1]))),
    ];
}

/// <summary>A volume that runs over several local days and belongs to none of them alone.</summary>
/// <param name="From">Local day on which it began.</param>
/// <param name="End">Local day on which it ended.</param>
public sealed record MeterGap(PlantId Plant, MeterId Meter, DateOnly From, DateOnly End, double VolumeM3)
{
    public bool Covers(MissingMeter missing, DateOnly day) =>
        missing.Plant == Plant && missing.Meter == Meter && From <= day && day <= End;

    /// <summary>
    /// The gaps that end in some days of a meter, each less what the days inside it already count: a volume that was
    /// declared for one of them is in its day, and not in the gap's once more.
    /// </summary>
    /// <param name="days">In order of time, from the one in which the first of the gaps began.</param>
    /// <param name="dayOf">The local day of an instant, Unix ms.</param>
    public static ImmutableArray<MeterGap> Of(
        PlantId plant, MeterId meter, IReadOnlyList<DayVolume> days, Func<long, DateOnly> dayOf) =>
    [
        .. PeriodVolume.GapsOf(days).Select(gap => new MeterGap(
            plant, meter, dayOf(gap.FromMs), gap.End.Date, gap.VolumeM3)),
    ];
}
