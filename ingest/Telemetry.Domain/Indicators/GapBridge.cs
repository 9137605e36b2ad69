using System.Collections.Immutable;

namespace Telemetry.Domain.Indicators;

/// <summary>A day as a month's sum sees it.</summary>
/// <param name="Known">Whether it has a figure of its own.</param>
/// <param name="Usable">
/// Whether what it is held against is known; a day that can't be used is left out on both sides.
/// </param>
/// <param name="Missing">Meters that keep it from having a figure.</param>
internal readonly record struct BridgeDay(bool Known, bool Usable, ImmutableArray<MissingMeter> Missing);

/// <summary>
/// Which days a month counts. A day without a figure counts all the same where a totaliser has measured across it: its
/// volume is in the gap's, which belongs to the month and to no day. So a gap is used only whole: with every day of it
/// counted on the other side of the fraction, and none in another month.
/// </summary>
internal sealed class GapBridge
{
    private GapBridge(HashSet<DateOnly> days, ImmutableArray<MeterGap> used, ImmutableArray<MeterGap> unused)
    {
        (Days, Used, Unused) = (days, used, unused);
    }

    public IReadOnlySet<DateOnly> Days { get; }

    public ImmutableArray<MeterGap> Used { get; }

    /// <summary>Gaps that began in an earlier month, or with a day in them that doesn't count.</summary>
    public ImmutableArray<MeterGap> Unused { get; }

    public static GapBridge Over(
        LocalMonth month, IReadOnlyDictionary<DateOnly, BridgeDay> days, IReadOnlyList<MeterGap> gaps)
    {
        MeterGap[] all =
        [
            .. gaps.Where(g => month.Contains(g.End)).OrderBy(g => g.End).ThenBy(g => g.From)
                .ThenBy(g => g.Plant.Value, StringComparer.Ordinal).ThenBy(g => g.Meter.Value, StringComparer.Ordinal),
        ];
        List<MeterGap> used = [.. all.Where(g => month.Contains(g.From))];
        while (true)
        {
            HashSet<DateOnly> counted = [.. days.Where(d => Counts(d.Key, d.Value)).Select(d => d.Key)];
            // A gap that falls away may take the days it bridged with it, and with them another gap.
            if (used.RemoveAll(g => !Whole(g, counted)) == 0)
                return new GapBridge(counted, [.. used], [.. all.Where(g => !used.Contains(g))]);
        }

        bool Counts(DateOnly day, BridgeDay seen) =>
            month.Contains(day) && seen.Usable && (seen.Known
                || (!seen.Missing.IsEmpty && seen.Missing.All(m => used.Any(g => g.Covers(m, day)))));

        static bool Whole(MeterGap gap, HashSet<DateOnly> counted)
        {
            for (var day = gap.From; day <= gap.End; day = day.AddDays(1))
            {
                if (!counted.Contains(day)) return false;
            }
            return true;
        }
    }
}
