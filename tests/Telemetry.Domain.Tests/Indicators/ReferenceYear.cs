using System.Globalization;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Tests.Registry;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>The shipped city through 2009 as <c>reference-year.csv</c> describes it, a day at a time.</summary>
internal sealed class ReferenceYear
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static readonly DistrictId Dinghai = new("dinghai");
    public static readonly DistrictId Putuo = new("putuo");
    public static readonly DistrictId Xincheng = new("xincheng");

    public CityRegistry City { get; } = RegistryFile.Parse(CityFiles.ReferenceCity()).Registry!;

    public static IEnumerable<DateOnly> Days =>
        Enumerable.Range(0, 365).Select(day => new DateOnly(2009, 1, 1).AddDays(day));

    public DayFigures Figures(DateOnly day)
    {
        var weighed = Weighed(day);
        var plants = City.Plants.Values.ToDictionary(
            p => p.Id, p => PlantDay.Compute(City, p, day, [.. Meters(p, day)], weighed, []));
        return new DayFigures(City, day, plants, weighed, DeclaredFigures.None);
    }

    public PlantDay Plant(string id, DateOnly day) => Figures(day).Plants[new PlantId(id)];

    /// <summary>What the table says: month, indicator, basis, numerator, denominator, percent.</summary>
    public static IEnumerable<(int Month, string Indicator, string Basis, double Numerator, double Denominator,
        double Percent)> Table()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Indicators", "reference-year.csv");
        foreach (var line in File.ReadLines(path).Where(l => !l.StartsWith('#')))
        {
            var cells = line.Split(',');
            yield return (
                int.Parse(cells[0][5..], CultureInfo.InvariantCulture), cells[1], cells[2], Number(cells[3]),
                Number(cells[4]), Number(cells[5]));
        }

        static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<MeterDay> Meters(Plant plant, DateOnly day)
    {
        var perturbed = day.Month == 9;
        double? treated = plant.Id.Value switch
        {
            "sewage-1" => perturbed && day.Day <= 10 ? 36_000 : 40_000,
            "lincheng" => day.Month < 4 ? null : day.Month < 7 ? 12_500 : 25_000,
            "xincheng-fecal" => day.Month < 4 ? 100 : 60,
            "fecal-2" => day.Month < 4 ? null : perturbed && day.Day <= 20 ? 100 : 135,
            "fecal-3" => day.Month < 4 ? null : 105,
            _ => null,
        };
        if (treated is not { } volume) yield break;
        foreach (var meter in plant.Meters.Values)
        {
            var own = meter.Role == MeterRole.Bypass ? 0 : volume;
            yield return new MeterDay(meter.Id, own, 0, 1, Valid: true);
        }
    }

    private WeighedDay Weighed(DateOnly day)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), China).ToUnixTimeMilliseconds();
        var rows = new List<WeighingRow>();
        void Weigh(string facility, Material material, double tonnes, DistrictId source)
        {
            var number = rows.Count + 1;
            rows.Add(new WeighingRow(
                new FacilityId(facility), material, "-", $"{day:yyyyMMdd}-{number}", start + number * 60_000, null,
                null, tonnes * 1_000, source, null));
        }
        // Until its neighbours open, one gate takes what the whole island collects.
        Weigh(day.Month < 4 ? "xincheng-fecal" : "fecal-2", Material.Fecal, 135, Dinghai);
        Weigh(day.Month < 4 ? "xincheng-fecal" : "fecal-3", Material.Fecal, 105, Putuo);
        Weigh("xincheng-fecal", Material.Fecal, 60, Xincheng);
        var strayed = day.Month == 9 && day.Day <= 5;
        Weigh("tuanjishan", Material.Garbage, strayed ? 100 : 180, Dinghai);
        if (strayed) Weigh("incinerator", Material.Garbage, 80, Dinghai);
        Weigh("tuanjishan", Material.Garbage, 140, Putuo);
        Weigh("tuanjishan", Material.Garbage, 80, Xincheng);
        return WeighedDay.Compute(City, day, start, start + 86_400_000, rows);
    }
}
