using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>What a figure is held against beside its own form.</summary>
/// <param name="registry">What it may name, and the city's local days; null for what was checked before.</param>
/// <param name="now">Nothing that happened is later.</param>
internal sealed class FigureRules(CityRegistry? registry, DateTimeOffset now)
{
    /// <summary>For what was checked when it was declared; the registry may have changed since.</summary>
    public static readonly FigureRules None = new(null, DateTimeOffset.MaxValue);

    private readonly CityCalendar? _calendar = registry is null ? null : new CityCalendar(registry.City);
    private DateOnly? _today;

    public CityRegistry? Registry => registry;

    public DateTimeOffset Now => now;

    /// <summary>The local day that has begun last.</summary>
    public DateOnly Today => _today ??= DayOf(now);

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => _calendar!.DayOf(instant.ToUnixTimeMilliseconds()).Date;
}
