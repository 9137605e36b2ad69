using System.Collections.Immutable;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Daily;

/// <summary>Days of plants, meters, rates, vehicles and loads from the store, in order of day.</summary>
internal sealed class DerivedDays(IDerivedReader reader)
{
    private static readonly ImmutableDictionary<string, string> AnyTag = ImmutableDictionary<string, string>.Empty;

    /// <param name="plant">Null for all.</param>
    public async Task<IReadOnlyList<PlantDayView>> PlantsAsync(
        City city, string? plant, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(DerivedMeasurements.PlantDaily, "plant", plant, city, days, cancellationToken);
        return [.. rows.Select(row => DerivedRows.Plant(row, city))];
    }

    /// <param name="plant">Null for all.</param>
    public async Task<IReadOnlyList<MeterDayView>> MetersAsync(
        City city, string? plant, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(DerivedMeasurements.VolumeDaily, "plant", plant, city, days, cancellationToken);
        return [.. rows.Select(row => DerivedRows.Meter(row, city))];
    }

    /// <param name="scope">A district or <c>city</c>.</param>
    public async Task<IReadOnlyList<RateDayView>> RatesAsync(
        CityRegistry registry, string scope, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(
            DerivedMeasurements.IndicatorDaily, "district", scope, registry.City, days, cancellationToken);
        return [.. rows.Select(row => DerivedRows.Rate(row, registry))];
    }

    /// <summary>Of every vehicle that has any.</summary>
    public async Task<IReadOnlyList<VehicleDayView>> VehiclesAsync(
        City city, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(DerivedMeasurements.VehicleDaily, "vehicle", null, city, days, cancellationToken);
        return [.. rows.Select(row => VehicleDayView.Of(row, city))];
    }

    /// <summary>One vehicle's day; null where nothing was derived of it.</summary>
    public async Task<VehicleDayView?> VehicleAsync(
        City city, string vehicle, DateOnly day, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(
            DerivedMeasurements.VehicleDaily, "vehicle", vehicle, city, new DayRange(day, day), cancellationToken);
        return rows is [var row, ..] ? VehicleDayView.Of(row, city) : null;
    }

    /// <summary>The city's loads, by day and material.</summary>
    public async Task<IReadOnlyList<LoadDayView>> LoadsAsync(
        City city, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(DerivedMeasurements.LoadDaily, "material", null, city, days, cancellationToken);
        return
        [
            .. rows.Select(row => LoadDayView.Of(row, city)).OrderBy(static day => day.Day)
                .ThenBy(static day => day.Material, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was weighed against what fecal plants metered, by day and plant.</summary>
    public async Task<IReadOnlyList<InflowDayView>> InflowsAsync(
        City city, DayRange days, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(DerivedMeasurements.InflowDaily, "plant", null, city, days, cancellationToken);
        return
        [
            .. rows.Select(row => InflowDayView.Of(row, city)).OrderBy(static day => day.Day)
                .ThenBy(static day => day.Plant, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<StoredPoint>> RowsAsync(
        Measurement measurement, string tag, string? value, City city, DayRange days,
        CancellationToken cancellationToken)
    {
        var rows = await reader.ReadAsync(
            measurement, value is null ? AnyTag : AnyTag.Add(tag, value), city.StartOf(days.From),
            city.StartOf(days.To.AddDays(1)), cancellationToken);
        // A row of another time zone or day start is of no day any more.
        var calendar = new CityCalendar(city);
        return [.. rows.Where(row => calendar.BeginsDay(row.Time.ToUnixTimeMilliseconds()))];
    }
}
