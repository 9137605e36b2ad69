namespace Telemetry.Protocols.Native;

/// <summary>The key <c>ts</c>: RFC 3339 with an offset, or Unix time.</summary>
static class DeviceTime
{
    const long MillisecondsPerDay = 86_400_000;

    /// <summary>Integers below are seconds, from it on milliseconds: 5138 as seconds, 1973 as milliseconds.</summary>
    const long SmallestMilliseconds = 100_000_000_000;

    public const string Allowed =
        "RFC 3339 with an offset (\"2026-06-01T08:00:00+08:00\") or Unix milliseconds (1780272000000; below "
        + "100000000000 seconds)";

    public static long FromUnix(long number) =>
        number is < SmallestMilliseconds and > -SmallestMilliseconds ? number * 1000 : number;

    /// <summary>
    /// Unix milliseconds of an RFC 3339 time; digits beyond the millisecond are cut off. A leap second is the last
    /// millisecond of its minute, so that it stays apart from the second that follows it.
    /// </summary>
    /// <returns>Null where it was read; else what is wrong with it.</returns>
    public static string? ParseRfc3339(ReadOnlySpan<byte> text, out long unixMs)
    {
        unixMs = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':'
            || text[10] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return "is no RFC 3339 time";
        }
        var year = Digits(text[..4]);
        var month = Digits(text[5..7]);
        var day = Digits(text[8..10]);
        var hour = Digits(text[11..13]);
        var minute = Digits(text[14..16]);
        var second = Digits(text[17..19]);
        if ((year | month | day | hour | minute | second) < 0) return "is no RFC 3339 time";
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > (minute == 59 ? 60 : 59))
        {
            return "names a day or an hour that does not exist";
        }

        var rest = text[19..];
        if (!TakeFraction(ref rest, out var milliseconds)) return "is no RFC 3339 time";
        if (rest.IsEmpty) return "has no offset: add 'Z' for UTC or the local one, such as '+08:00'";
        if (!TryReadOffset(rest, out var offsetMinutes)) return "ends in no offset: 'Z' or one such as '+08:00'";
        if (second == 60)
        {
            second = 59;
            milliseconds = 999;
        }
        unixMs = DaysSince1970(year, month, day) * MillisecondsPerDay
            + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000L + milliseconds;
        return null;
    }

    static bool TakeFraction(ref ReadOnlySpan<byte> rest, out int milliseconds)
    {
        milliseconds = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var length = 1;
        var weight = 100;
        while (length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            milliseconds += (rest[length] - '0') * weight;
            weight /= 10;
            length++;
        }
        rest = rest[length..];
        return length > 1;
    }

    static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'] or [(byte)'z']) return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        var hour = Digits(text[1..3]);
        var minute = Digits(text[4..6]);
        if (hour is < 0 or > 23 || minute is < 0 or > 59) return false;
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    // -1 where one is no digit.
    static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return -1;
            value = value * 10 + c - '0';
        }
        return value;
    }

    // Days of the proleptic Gregorian calendar, years counted from March so that the leap day comes last.
    static long DaysSince1970(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
