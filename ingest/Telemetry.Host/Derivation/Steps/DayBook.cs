using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Everything that the plants' days and the rates of one local day are made of, read once.</summary>
internal sealed class DayBook
{
    private static readonly Dictionary<string, string> AnyTags = [];

    private readonly ILookup<string, StoredPoint> _meterRows;
    private readonly Dictionary<PlantId, PlantDay> _plants;

    private DayBook(
        CityBook city, LocalDay day, ILookup<string, StoredPoint> meterRows, WeighedDay weighed,
        IReadOnlyList<(PlantId Plant, QualityMean Mean)> means, FiguresInForce figures)
    {
        City = city;
        Day = day;
        Figures = figures;
        _meterRows = meterRows;
        _plants = city.Registry.Plants.Values.ToDictionary(plant => plant.Id, plant => PlantDay.Compute(
            city.Registry, plant, day.Date,
            [.. meterRows[plant.Id.Value].Select(row => MeterDayRow.Read(row, city.DateOf))], weighed,
            [.. means.Where(mean => mean.Plant == plant.Id).Select(mean => mean.Mean)]));
        Rates = new DayFigures(
            city.Registry, day.Date, _plants, weighed, DeclaredOfDay.Figures(city.Registry, figures, day.Date));
    }

    public CityBook City { get; }

    public LocalDay Day { get; }

    public FiguresInForce Figures { get; }

    /// <summary>What the rates are computed from.</summary>
    public DayFigures Rates { get; }

    public PlantDay Of(PlantId plant) => _plants[plant];

    /// <summary>The stored days of a plant's meters.</summary>
    public IEnumerable<StoredPoint> MetersOf(PlantId plant) => _meterRows[plant.Value];

    public static async Task<DayBook> ReadAsync(
        CityBook city, LocalDay day, IDerivedStore store, RawDays raw, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(
            DerivedMeasurements.VolumeDaily, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs),
            DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs + 1), cancellationToken);
        var weighings = await raw.WeighingsAsync(city, day, cancellationToken);
        var weighed = WeighedDay.Compute(
            city.Registry, day.Date, day.StartMs, day.EndMs,
            [.. weighings, .. DeclaredOfDay.Weighings(city, figures, day)]);
        var means = await raw.MeansAsync(city, day, cancellationToken);
        return new DayBook(
            city, day, rows.ToLookup(row => row.Series["plant"], StringComparer.Ordinal), weighed,
            [.. means, .. DeclaredOfDay.Means(city.Registry, figures, day.Date)], figures);
    }
}
