using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Reads what a monthly report is made of.</summary>
internal sealed class MonthReading(
    DerivedDays days, QualityReading quality, RecordReading records, IOperations operations)
{
    public async Task<MonthFigures> ReadAsync(
        CityRegistry registry, Scope scope, LedgerMonth month, CancellationToken cancellationToken)
    {
        var range = new DayRange(month.FirstDay, month.End.AddDays(-1));
        var plants = scope.PlantsOf(registry, month);
        var names = plants.Select(plant => plant.Id.Value).ToHashSet(StringComparer.Ordinal);
        var one = scope.Plant?.Value;
        var plantDays = await days.PlantsAsync(registry.City, one, range, cancellationToken);
        var meterDays = await days.MetersAsync(registry.City, one, range, cancellationToken);
        var rateDays = scope.RateTag() is { } tag
            ? await days.RatesAsync(registry, tag, range, cancellationToken)
            : [];
        PlantDayView[] ownPlants = [.. plantDays.Where(day => names.Contains(day.Plant))];
        MeterDayView[] ownMeters = [.. meterDays.Where(day => names.Contains(day.Plant))];
        var subjects = new ScopeSubjects(scope, names, registry);
        var judged = await quality.ReadAsync(registry, plants, month, ownPlants, ownMeters, cancellationToken);
        var newestDay = await records.NewestDayAsync(subjects, month, cancellationToken);
        return new MonthFigures(
            registry, scope, month, ownPlants, ownMeters, rateDays,
            await records.CorrectionsAsync(subjects, month, registry.City, cancellationToken),
            await records.NotesAsync(subjects, month, registry.City, cancellationToken),
            judged.Assets, judged.NewestLetter > newestDay ? judged.NewestLetter : newestDay ?? judged.NewestLetter,
            await PublishedAsync(scope, month, cancellationToken))
        {
            LoadDays = scope.IsCity ? await days.LoadsAsync(registry.City, range, cancellationToken) : [],
            InflowDays = scope.Plant is not null ? []
                : [.. (await days.InflowsAsync(registry.City, range, cancellationToken))
                    .Where(day => names.Contains(day.Plant))],
            VehicleDays = await FleetAsync(registry, scope, range, cancellationToken),
            EarlierMeterDays = await EarlierAsync(registry.City, one, ownMeters, range.From, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<VehicleDayView>> FleetAsync(
        CityRegistry registry, Scope scope, DayRange range, CancellationToken cancellationToken)
    {
        if (scope.Plant is not null) return [];
        var rows = await days.VehiclesAsync(registry.City, range, cancellationToken);
        return [.. rows.Where(day => scope.CoversVehicle(registry, day.Vehicle))];
    }

    private async Task<IReadOnlyList<MeterDayView>> EarlierAsync(
        City city, string? plant, MeterDayView[] meterDays, DateOnly first, CancellationToken cancellationToken)
    {
        var start = city.StartOf(first);
        if (meterDays.Where(day => day.GapFrom < start).Min(day => day.GapFrom) is not { } from) return [];
        var range = new DayRange(city.DayOf(from), first.AddDays(-1));
        return await days.MetersAsync(city, plant, range, cancellationToken);
    }

    private async Task<MonthlyReport?> PublishedAsync(
        Scope scope, LedgerMonth month, CancellationToken cancellationToken)
    {
        var form = new ReportForm(ReportFormat.Json, default);
        var copy = await operations.Locks.CopyAsync(
            scope, month, form.FormatName, form.LanguageName, revision: null, cancellationToken);
        return copy is null ? null : JsonRendering.Read(copy.Content.Span);
    }
}
