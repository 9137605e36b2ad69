using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Operations.Fleet;

/// <summary>
/// What vehicles did, as derived from stored pings and weighings. Each partition — a vehicle's hour, its day, the
/// city's day — is one set that is replaced whole: what a late ping merges or takes away is gone in one transaction.
/// </summary>
public interface IFleet
{
    /// <summary>
    /// Replaces vehicle-hours with their trips, stops, speedings and visits; an hour without a ping is removed. All in
    /// one transaction.
    /// </summary>
    Task ReplaceAsync(IReadOnlyCollection<DerivedHour> hours, CancellationToken cancellationToken);

    /// <summary>Removes vehicle-hours with their sets, such as those that a changed calendar left behind.</summary>
    Task RemoveAsync(
        IReadOnlyCollection<(VehicleId Vehicle, long HourMs)> hours, CancellationToken cancellationToken);

    /// <summary>Replaces vehicles' loads of a day, and what they hand on; all in one transaction.</summary>
    Task ReplaceAsync(IReadOnlyCollection<DerivedLoads> days, CancellationToken cancellationToken);

    /// <summary>Replaces a day's rounds, and its weighings that belong to no load.</summary>
    Task ReplaceAsync(DerivedService day, CancellationToken cancellationToken);

    /// <summary>Of each vehicle the stored hours that start in an interval, by time; vehicles without one are missing.
    /// </summary>
    /// <param name="vehicles">Null for all.</param>
    /// <param name="fromMs">Inclusive, Unix ms.</param>
    /// <param name="untilMs">Exclusive.</param>
    Task<IReadOnlyDictionary<VehicleId, IReadOnlyList<StoredHour>>> HoursAsync(
        IReadOnlyCollection<VehicleId>? vehicles, long fromMs, long untilMs, CancellationToken cancellationToken);

    /// <summary>Of each vehicle the nearest stored hour that starts before an instant; others are missing.</summary>
    Task<IReadOnlyDictionary<VehicleId, StoredHour>> BeforeAsync(
        IReadOnlyCollection<VehicleId> vehicles, long startMs, CancellationToken cancellationToken);

    /// <summary>Of each vehicle the nearest stored hour that starts at or after an instant; others are missing.
    /// </summary>
    Task<IReadOnlyDictionary<VehicleId, StoredHour>> AfterAsync(
        IReadOnlyCollection<VehicleId> vehicles, long startMs, CancellationToken cancellationToken);

    /// <summary>Versions that the stored hours of an interval name; of all vehicles, by time.</summary>
    Task<IReadOnlyList<HourInputs>> InputsAsync(long fromMs, long untilMs, CancellationToken cancellationToken);

    /// <summary>When the first stored hour of each vehicle that has any begins; for a start with an empty memory.
    /// </summary>
    Task<IReadOnlyDictionary<VehicleId, long>> FirstHoursAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Of each vehicle what touches an interval: it began before its end and ended in it or after. What still goes on
    /// is in the state of the last hour (<see cref="StoredHour.Exit"/>). Every vehicle asked for is there.
    /// </summary>
    Task<IReadOnlyDictionary<VehicleId, VehiclePieces>> PiecesAsync(
        IReadOnlyCollection<VehicleId> vehicles, long fromMs, long untilMs, CancellationToken cancellationToken);

    /// <summary>Everything that ended in an interval, of all vehicles, by time.</summary>
    Task<FleetPieces> EndedAsync(long fromMs, long untilMs, CancellationToken cancellationToken);

    /// <summary>Visits of collection points that began in an interval, of all vehicles; those that rounds go by.
    /// </summary>
    Task<IReadOnlyList<VehicleVisit>> CollectingAsync(
        long fromMs, long untilMs, CancellationToken cancellationToken);

    /// <summary>A vehicle's local day on one snapshot: hours, pieces that touch it, loads that ended on it.</summary>
    Task<StoredVehicleDay> DayAsync(VehicleId vehicle, LocalDay day, CancellationToken cancellationToken);

    /// <summary>Loads of days from <paramref name="from"/> to before <paramref name="until"/>, by day, vehicle, time.
    /// </summary>
    /// <param name="vehicle">Null for all.</param>
    Task<IReadOnlyList<DayLoad>> LoadsAsync(
        VehicleId? vehicle, DateOnly from, DateOnly until, CancellationToken cancellationToken);

    /// <summary>Of each vehicle what is stored of its day; vehicles without a row are missing.</summary>
    Task<IReadOnlyDictionary<VehicleId, StoredLoads>> LoadDaysAsync(
        IReadOnlyCollection<VehicleId> vehicles, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Of each vehicle the nearest stored day before one; its open load is what that day begins with.
    /// </summary>
    Task<IReadOnlyDictionary<VehicleId, StoredLoads>> LoadsBeforeAsync(
        IReadOnlyCollection<VehicleId> vehicles, DateOnly day, CancellationToken cancellationToken);

    /// <summary>The first stored day of a vehicle after one; null where there is none.</summary>
    Task<DateOnly?> LoadDayAfterAsync(VehicleId vehicle, DateOnly day, CancellationToken cancellationToken);

    /// <summary>A day's rounds and unmatched weighings; null where it was never derived.</summary>
    Task<StoredService?> ServiceAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Versions that the stored vehicle-days of an interval name, for finding what a changed registry touches.
    /// </summary>
    Task<IReadOnlyList<StoredLoads>> LoadDaysAsync(
        DateOnly from, DateOnly until, CancellationToken cancellationToken);
}
