namespace Telemetry.Domain.Registry.Parsing;

internal static class CityPart
{
    public static City Read(Section file, ReadSoFar soFar)
    {
        if (file.Child("city", required: true) is not { } section)
            return new City(new LocalizedName("", ""), TimeZoneInfo.Utc, TimeOnly.MinValue);
        var name = section.Name("name");
        if (section.Text("time_zone", required: true) is { } id)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
                soFar.TimeZone = zone;
            else
                section.Wrong("time_zone", $"{Section.Said(id)} is not a time zone of this machine; use an IANA name " +
                    "such as \"Asia/Shanghai\" or \"UTC\" (on a bare Linux, install tzdata)");
        }
        var dayStart = section.TimeOfDay("day_start") ?? TimeOnly.MinValue;
        section.Close();
        return new City(name, soFar.TimeZone, dayStart);
    }
}
