using System.Globalization;

namespace Telemetry.Domain.Indicators;

/// <summary>A month of local days.</summary>
public readonly record struct LocalMonth(int Year, int Month)
{
    public DateOnly First => new(Year, Month, 1);

    public DateOnly Last => First.AddDays(Length - 1);

    /// <summary>Days in it.</summary>
    public int Length => DateTime.DaysInMonth(Year, Month);

    public IEnumerable<DateOnly> Days
    {
        get
        {
            for (var day = First; day <= Last; day = day.AddDays(1)) yield return day;
        }
    }

    public static LocalMonth Of(DateOnly day) => new(day.Year, day.Month);

    public bool Contains(DateOnly day) => day.Year == Year && day.Month == Month;

    /// <summary><c>yyyy-MM</c>.</summary>
    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

/// <summary>Days of a month by state.</summary>
/// <param name="Absent">Days without a row.</param>
/// <param name="WithFigure">Days that have the figure, in whatever state.</param>
public readonly record struct DayCounts(
    int Provisional, int Final, int FinalIncomplete, int Locked, int Absent, int WithFigure)
{
    public int Total => Provisional + Final + FinalIncomplete + Locked + Absent;

    internal static DayCounts Of(LocalMonth month, IEnumerable<(DayState State, bool HasFigure)> days)
    {
        Span<int> states = stackalloc int[4];
        var (present, withFigure) = (0, 0);
        foreach (var (state, hasFigure) in days)
        {
            states[(int)state]++;
            present++;
            if (hasFigure) withFigure++;
        }
        return new DayCounts(states[0], states[1], states[2], states[3], month.Length - present, withFigure);
    }
}
