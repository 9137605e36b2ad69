using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>What a figure is held against beside its own form.</summary>
/// <param name="Registry">What it may name, and the city's local days; null for what was checked before.</param>
/// <param name="Now">Nothing that happened is later.</param>
internal sealed record FigureRules(CityRegistry? Registry, DateTimeOffset Now)
{
    /// <summary>For what was checked when it was declared; the registry may have changed since.</summary>
    public static readonly FigureRules None = new(null, DateTimeOffset.MaxValue);

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant)
    {
        var city = Registry!.City;
        var local = TimeZoneInfo.ConvertTime(instant, city.TimeZone).DateTime;
        return DateOnly.FromDateTime(local - city.DayStart.ToTimeSpan());
    }
}
