using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>
/// Derives the day of many vehicles from their stored hours and from what was weighed: the row in <c>vehicle_daily</c>,
/// and the loads, which hand on to the next day what is still on.
/// </summary>
internal sealed class VehicleDayStep(
    IDerivedStore store, IOperations operations, RawDays raw, DayWriter writer, Reconciliation reconciliation,
    DeriveTally tally)
{
    /// <param name="noted">Of one local day.</param>
    public async Task RunAsync(
        CityBook book, LocalDay day, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        var vehicles = noted.Select(one => (Id: new VehicleId(one.Subject), one.Cause))
            .Where(one => book.Registry.Vehicles.ContainsKey(one.Id))
            .Select(one => (Vehicle: book.Registry.Vehicles[one.Id], one.Cause)).ToList();
        if (vehicles.Count > 0)
        {
            var evidence = await EvidenceOfDay.ReadAsync(
                book, day, [.. vehicles.Select(one => one.Vehicle.Id)], operations.Fleet,
                await ServiceDayStep.WeighingsAsync(book, day, raw, figures, cancellationToken), cancellationToken);
            await RowsAsync(book, day, vehicles, evidence, cancellationToken);
            await LoadsAsync(book, day, vehicles, evidence, cancellationToken);
            tally.Recomputed(PartitionKind.VehicleDay, vehicles.Count);
        }
        await operations.Derivation.SettleAsync(noted, [], cancellationToken);
    }

    private async Task RowsAsync(
        CityBook book, LocalDay day, List<(Vehicle Vehicle, ChangeCause Cause)> vehicles, EvidenceOfDay evidence,
        CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(
            [.. vehicles.Select(one => SeriesSpan.Of(
                VehicleDayRow.SeriesOf(one.Vehicle.Id), day.StartMs, day.StartMs + 1))],
            cancellationToken);
        var drafts = new List<DayDraft>();
        for (var i = 0; i < vehicles.Count; i++)
        {
            var (vehicle, cause) = vehicles[i];
            var was = stored[i] is [var row, ..] ? row : null;
            var work = VehicleWork.Of(
                day, vehicle.Id, book.Registry.LimitsOf(vehicle.Kind), evidence.VisitsOf(vehicle.Id),
                evidence.Weighings);
            var hours = evidence.HoursOf(vehicle.Id);
            if (hours.Count == 0 && work.Loads == 0 && was is null) continue;
            var derived = VehicleDay.Compute(
                day, hours.Select(static hour => hour.Figures), evidence.FreshBeforeMs(vehicle.Id), work);
            drafts.Add(new DayDraft(
                ValueSubject.Of(vehicle.Id), derived.Coverage, VehicleDayRow.Values(derived), was,
                mark => VehicleDayRow.Write(vehicle.Id, derived, mark), book.Fleet.Inputs(vehicle.Id))
            {
                Cause = cause, IsTimed = false, Scopes = [Scope.City, Scope.Of(vehicle.District)],
            });
        }
        if (drafts.Count > 0) await writer.WriteAsync(PartitionKind.VehicleDay, day, drafts, cancellationToken);
    }

    private async Task LoadsAsync(
        CityBook book, LocalDay day, List<(Vehicle Vehicle, ChangeCause Cause)> vehicles, EvidenceOfDay evidence,
        CancellationToken cancellationToken)
    {
        vehicles = vehicles.FindAll(static one => Authority.CarriedBy(one.Vehicle.Kind) is not null);
        VehicleId[] ids = [.. vehicles.Select(static one => one.Vehicle.Id)];
        if (ids.Length == 0) return;
        var before = await operations.Fleet.LoadsBeforeAsync(ids, day.Date, cancellationToken);
        var stored = await operations.Fleet.LoadDaysAsync(ids, day.Date, cancellationToken);
        var days = new List<DerivedLoads>();
        var following = new HashSet<NewPartition>();
        foreach (var (vehicle, cause) in vehicles)
        {
            var (entry, was) = (before.GetValueOrDefault(vehicle.Id), stored.GetValueOrDefault(vehicle.Id));
            if (evidence.IsSilent(vehicle.Id) && was is null) continue;
            var loads = VehicleLoads.Compute(
                book.Registry, book.Fleet.Places, vehicle, day, evidence.Of(vehicle.Id), entry?.HandedOn)!;
            var derived = new DerivedLoads(
                vehicle.Id, day.Date, loads.All, loads.Exit,
                $"{book.Fleet.LoadInputs(vehicle.Id, day.Date)} {evidence.WeighedOf(vehicle.Id)}");
            if (was is not null && was.Digest == FleetDigest.Of(derived) && was.Inputs == derived.Inputs) continue;
            days.Add(derived);
            if (was is not null && was.Digest != FleetDigest.Of(derived))
            {
                reconciliation.Wrote(
                    cause, PartitionKind.VehicleDay, vehicle.Id.Value, day.StartMs, row: "loads");
            }
            following.Add(new(PartitionKind.LoadDay, FleetBook.City, day.StartMs, cause));
            // One that wasn't there passed on what came before it.
            var handedOn = was is null ? entry?.HandedOn : was.HandedOn;
            if (!Equals(handedOn, derived.HandedOn)
                && await operations.Fleet.LoadDayAfterAsync(vehicle.Id, day.Date, cancellationToken) is { } next)
            {
                following.Add(new(
                    PartitionKind.VehicleDay, vehicle.Id.Value, book.Calendar.Day(next).StartMs, cause));
            }
        }
        if (following.Count > 0) await operations.Derivation.NoteAsync(following, null, cancellationToken);
        if (days.Count > 0) await operations.Fleet.ReplaceAsync(days, cancellationToken);
    }
}
