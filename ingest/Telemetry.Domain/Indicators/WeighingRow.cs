using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>One weighing as stored or declared.</summary>
/// <param name="Scale"><c>-</c> where the facility has one.</param>
/// <param name="Ticket">Empty where none was given: the row then stands for itself.</param>
/// <param name="TimeMs">Device time, Unix ms.</param>
/// <param name="Source">District the load comes from; null where it wasn't said.</param>
/// <param name="Vehicle">Null where it wasn't said.</param>
public sealed record WeighingRow(
    FacilityId Facility, Material Material, string Scale, string Ticket, long TimeMs, double? GrossKg, double? TareKg,
    double? NetKg, DistrictId? Source, VehicleId? Vehicle)
{
    /// <summary>What was weighed, kg; null where neither net nor gross and tare say it.</summary>
    public double? KnownKg => (NetKg ?? GrossKg - TareKg) is { } kg && double.IsFinite(kg) && kg >= 0 ? kg : null;

    /// <summary>
    /// The newest row of each (facility, ticket), by time: a ticket written again replaces itself, on whatever day. Of
    /// rows of one instant the greater scale and material stand, so that the order of arrival decides nothing.
    /// </summary>
    /// <param name="rows">
    /// Of the day and of the days around it in which a ticket may have been written again.
    /// </param>
    public static IReadOnlyList<WeighingRow> Newest(IEnumerable<WeighingRow> rows) =>
    [
        .. rows.GroupBy(Identity)
            .Select(g => g.OrderByDescending(r => r.TimeMs).ThenByDescending(r => r.Scale, StringComparer.Ordinal)
                .ThenByDescending(r => r.Material).ThenByDescending(r => r.KnownKg).First())
            .OrderBy(r => r.TimeMs).ThenBy(r => r.Facility.Value, StringComparer.Ordinal)
            .ThenBy(r => r.Ticket, StringComparer.Ordinal).ThenBy(r => r.Scale, StringComparer.Ordinal)
            .ThenBy(r => r.Material),
    ];

    private static (FacilityId, string, long, string, Material) Identity(WeighingRow row) =>
        row.Ticket.Length > 0 ? (row.Facility, row.Ticket, 0, "", default)
            : (row.Facility, "", row.TimeMs, row.Scale, row.Material);
}
