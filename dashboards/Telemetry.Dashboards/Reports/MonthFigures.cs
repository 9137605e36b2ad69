using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Everything that a monthly report is made of, as read.</summary>
/// <param name="PlantDays">Rows that are stored, in any order; a day may be missing.</param>
/// <param name="NewestRecord">
/// When the newest of the days, provisional ones too, became what it is, or the newest of the rejected objects came;
/// null where there is none.
/// </param>
/// <param name="Published">What the month's readers have in hand; null before the month is locked.</param>
public sealed record MonthFigures(
    CityRegistry Registry, Scope Scope, LedgerMonth Month, IReadOnlyList<PlantDayView> PlantDays,
    IReadOnlyList<MeterDayView> MeterDays, IReadOnlyList<RateDayView> RateDays, IReadOnlyList<Correction> Corrections,
    IReadOnlyList<ReportNote> Notes, IReadOnlyList<AssetQuality> Quality, DateTimeOffset? NewestRecord,
    MonthlyReport? Published)
{
    /// <summary>Days of the scope's vehicles, in any order; a day may be missing.</summary>
    public IReadOnlyList<VehicleDayView> VehicleDays { get; init; } = [];

    /// <summary>
    /// Days of the city's loads, and of the scope's fecal plants, in any order; a day may be missing.
    /// </summary>
    public IReadOnlyList<LoadDayView> LoadDays { get; init; } = [];

    public IReadOnlyList<InflowDayView> InflowDays { get; init; } = [];

    /// <summary>
    /// Meters' days before the month, from the one in which the first gap began that ends in it: what they count of
    /// such a gap is counted once.
    /// </summary>
    public IReadOnlyList<MeterDayView> EarlierMeterDays { get; init; } = [];
}
