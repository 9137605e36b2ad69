using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

/// <param name="Name">Shown to people.</param>
/// <param name="TimeZone">Local days and hours are those of this zone.</param>
/// <param name="DayStart">Local time at which a day begins; midnight unless the city counts otherwise.</param>
public sealed record City(LocalizedName Name, TimeZoneInfo TimeZone, TimeOnly DayStart);

/// <summary>A name in the city's two languages; <c>Zh</c> may equal <c>En</c>.</summary>
public sealed record LocalizedName(string En, string Zh);

/// <param name="ResponsibleUnit">The unit that answers for what happens here (责任单位).</param>
public sealed record District(DistrictId Id, LocalizedName Name, LocalizedName ResponsibleUnit);
