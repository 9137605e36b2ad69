using System.Text;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>
/// June 2009 of a city of two sewage plants, made of figures that a person can add up. Plant <c>sewage-1</c> (40,000 m³
/// a day) treated 38,000 + 100 × d on day d, but 44,100 on the 20th; the 7th was never computed, and on the 15th its
/// outlet meter gave nothing: what went by, 39,500 m³, was measured across midnight. Plant <c>new-1</c> is not
/// connected.
/// </summary>
internal static class JuneReport
{
    public static readonly LedgerMonth June = new(2009, 6);

    public static readonly DateTimeOffset ClosedAt = new(2009, 7, 1, 1, 30, 0, TimeSpan.Zero);

    private const string Missing = "sewage-1/effluent";

    private const string City = """
        {
          "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            {
              "id": "north", "name": { "en": "North", "zh": "北区" },
              "responsible_unit": { "en": "North District", "zh": "北区政府" }
            },
            {
              "id": "south", "name": { "en": "South <&>", "zh": "南区" },
              "responsible_unit": { "en": "South District", "zh": "南区政府" }
            }
          ],
          "plants": [
            {
              "id": "sewage-1", "kind": "sewage", "name": { "en": "Sewage plant 1", "zh": "污水处理一厂" },
              "district": "north", "capacity": [{ "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 }],
              "meters": [
                { "id": "influent", "role": "influent", "name": { "en": "Inlet", "zh": "进水" }, "interval": "5m" },
                {
                  "id": "effluent", "role": "effluent", "treated": true, "interval": "5m",
                  "name": { "en": "Outlet, \"main\"", "zh": "出水" }
                }
              ]
            },
            {
              "id": "new-1", "kind": "sewage", "name": { "en": "New plant", "zh": "新厂" }, "district": "south",
              "capacity": [{ "from": "2009-01-01", "state": "built_not_connected", "design_m3d": 25000 }],
              "meters": [
                {
                  "id": "effluent", "role": "effluent", "treated": true, "name": { "en": "Outlet", "zh": "出水" },
                  "interval": "5m"
                }
              ]
            }
          ],
          "indicators": [
            {
              "id": "sewage_rate", "kind": "sewage_treatment_rate",
              "name": { "en": "Sewage treatment rate", "zh": "生活污水集中处理率" },
              "targets": [{ "rate": 0.65, "edition": "speech of 2009", "from": "2009-06-01" }],
              "denominators": [
                {
                  "basis": "declared", "from": "2009-01-01", "value_m3d": 100000, "source": "yearbook",
                  "official": true
                },
                {
                  "id": "old_survey", "basis": "declared", "from": "2009-01-01", "value_m3d": 30000,
                  "source": "survey"
                }
              ]
            }
          ]
        }
        """;

    public static CityRegistry Registry { get; } = TestRegistry.Parse(Encoding.UTF8.GetBytes(City));

    public static MonthFigures Figures => new(
        Registry, Scope.City, June, [.. SewagePlant(), .. NewPlant()], [.. Outlet()],
        [.. Rates("declared", 100_000, "yearbook"), .. Rates("old_survey", 30_000, "survey")],
        [
            new Correction(
                "day_correction", "sewage-1/effluent", new(2009, 6, 20), new(2009, 6, 21), "44100 m³", "log, p. 12",
                "token:office", new DateTimeOffset(2009, 6, 25, 9, 0, 0, TimeSpan.FromHours(8))),
        ],
        [
            new ReportNote(
                "day_value", "plant:sewage-1", new(2009, 6, 20), "declared figure", "treated_m3 40000",
                "treated_m3 44100", "program:derive", new DateTimeOffset(2009, 6, 25, 9, 1, 0, TimeSpan.FromHours(8))),
            new ReportNote(
                "review", "plant:sewage-1", new(2009, 6, 15), "=outlet cable, \"cut\"", null, null, "account:li",
                new DateTimeOffset(2009, 6, 26, 8, 0, 0, TimeSpan.FromHours(8))),
        ],
        [
            new AssetQuality(
                "sewage-1", new LocalizedName("Sewage plant 1", "污水处理一厂"), new(true, 1, 28, 28),
                new(null, null, 0, 0), new(true, 0.9995, 1999, 2000), new(false, 0.9, 27, 30)),
        ],
        ClosedAt, null);

    /// <summary>Treated on a day of June; null on the 7th and the 15th.</summary>
    public static double? Treated(int day) => day switch
    {
        7 or 15 => null,
        20 => 44_100,
        _ => 38_000 + 100 * day,
    };

    public static MonthlyReport Build() => MonthlyReportBuilder.Build(Figures);

    private static IEnumerable<PlantDayView> SewagePlant()
    {
        for (var day = 1; day <= 30; day++)
        {
            if (day == 7) continue;
            var treated = Treated(day);
            yield return new PlantDayView(
                "sewage-1", new(2009, 6, day), treated is null ? "final_incomplete" : "final", treated, treated, null,
                null, treated, 40_000, treated / 40_000, treated is null ? 0 : 1,
                treated is null ? "meter_missing:effluent" : null, [], day == 20 ? 1 : 0,
                "registry abc; declared -; 1")
            {
                ReportedM3 = treated ?? 0, MissingMeters = treated is null ? [Missing] : [],
                Compliance = treated is null ? "unknown" : "yes", CapacityState = "in_service",
            };
        }
    }

    private static IEnumerable<PlantDayView> NewPlant()
    {
        for (var day = 1; day <= 30; day++)
        {
            yield return new PlantDayView(
                "new-1", new(2009, 6, day), "final", null, null, null, null, null, null, null, 1, "not_connected", [],
                0, "registry abc; declared -; 1")
            {
                ReportedM3 = 0, Compliance = "unknown", CapacityState = "built_not_connected",
            };
        }
    }

    private static IEnumerable<MeterDayView> Outlet()
    {
        for (var day = 1; day <= 30; day++)
        {
            if (day == 7) continue;
            var volume = Treated(day);
            // What passed on the 15th was measured across midnight and belongs to no single day.
            double? undistributed = day == 16 ? 39_500 : null;
            yield return new MeterDayView(
                "sewage-1", "effluent", new(2009, 6, day), "final", volume, volume, null, undistributed,
                volume is null ? 0 : 1, "totaliser", 0,
                day == 16 ? new DateTimeOffset(2009, 6, 15, 0, 0, 0, TimeSpan.FromHours(8)) : null, null,
                day == 3 ? ["wrap"] : [])
            {
                Readings = 288,
            };
        }
    }

    private static IEnumerable<RateDayView> Rates(string basis, double denominator, string source)
    {
        for (var day = 1; day <= 30; day++)
        {
            if (day == 7) continue;
            var rate = Treated(day) / denominator;
            yield return new RateDayView(
                "sewage_rate", "city", basis, new(2009, 6, day), "final", rate, Treated(day), denominator, rate, "m³",
                0.65, rate is null ? 0 : 1, "v1", source, rate is null ? "meter_missing:sewage-1/effluent" : null, [],
                rate > 1)
            {
                BasisKind = "declared", Official = basis == "declared", CompliantNumerator = Treated(day),
                ReportedNumerator = Treated(day) ?? 0, MissingMeters = rate is null ? [Missing] : [],
            };
        }
    }
}
