using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Quality readings and weighings of one local day, straight from the store.</summary>
internal sealed class RawDays(ITelemetryReader reader)
{
    /// <summary>
    /// A ticket that is written again replaces itself up to so many days later; beyond it is another load.
    /// </summary>
    public const int TicketDays = 3;

    /// <summary>A point that reports every second has fewer readings a day.</summary>
    private const int MostReadings = 100_000;

    private static readonly Dictionary<string, string> AnyTags = [];

    private List<Series>? _scales;

    /// <summary>A weighing came from somewhere: if it is a new place, it is looked for.</summary>
    public void Heard(Series weighing)
    {
        if (_scales?.Contains(weighing) == false) _scales.Add(weighing);
    }

    /// <summary>
    /// Means of each limited parameter at the effluent points, over readings with the letters N and S.
    /// </summary>
    public async Task<IReadOnlyList<(PlantId Plant, QualityMean Mean)>> MeansAsync(
        CityBook city, LocalDay day, CancellationToken cancellationToken)
    {
        var means = new List<(PlantId, QualityMean)>();
        foreach (var plant in city.Registry.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            foreach (var point in plant.QualityPoints.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
            {
                if (point.Role != MeterRole.Effluent || point.Limits.IsEmpty) continue;
                var readings = await reader.RangeAsync(
                    new Series(Measurements.PlantQuality, plant.Id.Value, point.Id.Value), At(day.StartMs),
                    At(day.EndMs), MostReadings, cancellationToken);
                foreach (var limit in point.Limits)
                {
                    double[] counted =
                    [
                        .. readings.Where(Counts).Select(row => row.Values.GetValueOrDefault(limit.Parameter))
                            .OfType<double>(),
                    ];
                    if (counted.Length > 0)
                        means.Add((plant.Id, new QualityMean(point.Id, limit.Parameter, counted.Average())));
                }
            }
        }
        return means;
    }

    /// <summary>
    /// Weighings of the day, and of the days around it in which a ticket may have been written again.
    /// </summary>
    public async Task<IReadOnlyList<WeighingRow>> WeighingsAsync(
        CityBook city, LocalDay day, CancellationToken cancellationToken)
    {
        if (city.Registry.Facilities.Count == 0) return [];
        _scales ??=
        [
            .. (await reader.LatestAsync(Measurements.Weighing, AnyTags, cancellationToken)).Select(row => row.Series),
        ];
        var from = At(city.Calendar.Day(day.Date.AddDays(-TicketDays)).StartMs);
        var until = At(city.Calendar.Day(day.Date.AddDays(TicketDays)).EndMs);
        var rows = new List<WeighingRow>();
        foreach (var scale in _scales.OrderBy(series => series.Key, StringComparer.Ordinal))
        {
            if (!WireNames.TryParse(scale["material"], out Material material)) continue;
            var stored = await reader.RangeAsync(scale, from, until, MostReadings, cancellationToken);
            rows.AddRange(stored.Select(row => Weighing(row, material)));
        }
        return rows;
    }

    private static WeighingRow Weighing(StoredPoint row, Material material)
    {
        var values = row.Values;
        return new WeighingRow(
            new FacilityId(row.Series["facility"]), material, row.Series["scale"],
            values.Text(Measurements.Ticket), row.Time.ToUnixTimeMilliseconds(),
            values.Number(Measurements.GrossKg), values.Number(Measurements.TareKg),
            values.Number(Measurements.NetKg),
            values.Text(Measurements.Source) is { Length: > 0 } source ? new DistrictId(source) : null,
            values.Text(Measurements.Vehicle) is { Length: > 0 } vehicle ? new VehicleId(vehicle) : null);
    }

    private static bool Counts(StoredPoint row) => row.Values.GetValueOrDefault("q") is "N" or "S" or null;

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
