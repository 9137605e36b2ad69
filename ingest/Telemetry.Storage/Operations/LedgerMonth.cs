using System.Globalization;

namespace Telemetry.Storage.Operations;

/// <summary>A calendar month of the city's local days; written <c>2009-03</c>.</summary>
public readonly record struct LedgerMonth(int Year, int Month) : IComparable<LedgerMonth>
{
    public DateOnly FirstDay => new(Year, Month, 1);

    /// <summary>The first day of the month after it.</summary>
    public DateOnly End => FirstDay.AddMonths(1);

    public static LedgerMonth Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>Exactly <c>yyyy-MM</c>; false for anything else.</summary>
    public static bool TryParse(string? text, out LedgerMonth month)
    {
        var isMonth = DateOnly.TryParseExact(
            text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = isMonth ? Of(day) : default;
        return isMonth;
    }

    public bool Contains(DateOnly day) => Of(day) == this;

    public int CompareTo(LedgerMonth other) => (Year, Month).CompareTo((other.Year, other.Month));

    public static bool operator <(LedgerMonth left, LedgerMonth right) => left.CompareTo(right) < 0;

    public static bool operator >(LedgerMonth left, LedgerMonth right) => left.CompareTo(right) > 0;

    public static bool operator <=(LedgerMonth left, LedgerMonth right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LedgerMonth left, LedgerMonth right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");

    internal static LedgerMonth Parse(string text) =>
        TryParse(text, out var month) ? month : throw new InvalidDataException($"'{text}' is no month");
}
