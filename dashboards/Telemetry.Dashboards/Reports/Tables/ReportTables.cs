using System.Globalization;
using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports.Tables;

/// <summary>The report as tables in one language.</summary>
internal sealed partial class ReportTables(MonthlyReport report, ReportLanguage language)
{
    public static IReadOnlyList<ReportTable> Of(MonthlyReport report, ReportLanguage language) =>
        new ReportTables(report, language).Make();

    private List<ReportTable> Make()
    {
        List<ReportTable> tables = [];
        if (report.Revised.Count > 0) tables.Add(Revised());
        if (report.Rates.Count > 0) tables.Add(Rates());
        tables.Add(Plants());
        tables.Add(Meters());
        tables.Add(PlantDays());
        if (report.Rates.Count > 0) tables.Add(RateDays());
        if (report.Fleet is { } fleet)
        {
            tables.Add(Vehicles(fleet));
            tables.Add(FleetDays(fleet));
            if (fleet.Loads.Count > 0) tables.Add(Loads(fleet));
            if (fleet.Inflows.Count > 0) tables.Add(Inflows(fleet));
        }
        tables.Add(Quality());
        tables.Add(Corrections());
        tables.Add(Notes());
        return tables;
    }

    private ReportTable Plants() => new(
        "plants",
        [
            new("subject", Role: ColumnRole.Subject), new("name", Role: ColumnRole.Name),
            new("treated", CellKind.Volume), new("compliant", CellKind.Volume), new("bypass", CellKind.Volume),
            new("undistributed", CellKind.Volume), new("left_out", CellKind.Volume), new("capacity", CellKind.Volume),
            new("load", CellKind.Share), new("completeness", CellKind.Share),
            new("days_with_figure", CellKind.Count), new("days_provisional", CellKind.Count),
            new("days_final", CellKind.Count), new("days_incomplete", CellKind.Count),
            new("days_locked", CellKind.Count), new("days_none", CellKind.Count),
            new("remark", Role: ColumnRole.Remark),
        ],
        [
            .. report.Plants.Select(Cell[] (plant) =>
            [
                plant.Id, language.Of(plant.Name), plant.TreatedM3, plant.CompliantM3, plant.BypassM3,
                plant.UndistributedM3, plant.LeftOutM3, plant.CapacityM3, plant.Load, plant.Completeness,
                plant.Days.WithFigure, plant.Days.Provisional, plant.Days.Final, plant.Days.FinalIncomplete,
                plant.Days.Locked, plant.Days.None,
                Remark(plant.Load > 1 ? "above_capacity" : null, plant.Reason),
            ]),
        ]);

    private ReportTable Rates() => new(
        "rates",
        [
            new("subject", Role: ColumnRole.Subject), new("name", Role: ColumnRole.Name),
            new("basis", Role: ColumnRole.Part), new("version"), new("numerator", CellKind.Amount),
            new("denominator", CellKind.Amount), new("undistributed", CellKind.Amount),
            new("left_out", CellKind.Amount), new("unit", Role: ColumnRole.Unit), new("rate", CellKind.Share),
            new("compliant_rate", CellKind.Share), new("target", CellKind.Share), new("target_met"),
            new("days_counted"), new("completeness", CellKind.Share), new("remark", Role: ColumnRole.Remark),
        ],
        [
            .. report.Rates.Select(Cell[] (rate) =>
            [
                rate.Id, language.Of(rate.Name), rate.Basis, string.Join(language.Say("and"), rate.Versions),
                rate.Numerator, rate.Denominator, rate.Undistributed, rate.LeftOut, rate.Unit, rate.Rate,
                rate.CompliantRate, rate.Target,
                rate.TargetVerdict is { } verdict ? language.Say(WireNames.Of(verdict)) : null,
                string.Create(CultureInfo.InvariantCulture, $"{rate.DaysCounted}/{rate.Days}"), rate.Completeness,
                Remark(rate.Official ? "official" : null, rate.AboveWhole ? "above_whole" : null, rate.Reason,
                    rate.Source),
            ]),
        ]);

    private ReportTable Meters() => new(
        "meters",
        [
            new("subject", Role: ColumnRole.Subject), new("meter", Role: ColumnRole.Part),
            new("name", Role: ColumnRole.Name), new("volume", CellKind.Volume), new("undistributed", CellKind.Volume),
            new("total", CellKind.Volume), new("left_out", CellKind.Volume), new("measured", CellKind.Volume),
            new("estimated", CellKind.Volume),
            new("coverage", CellKind.Share), new("days_with_figure", CellKind.Count),
            new("unknown_gaps", CellKind.Count),
        ],
        [
            .. from plant in report.Plants
               from meter in plant.Meters
               select (Cell[])
               [
                   plant.Id, meter.Id, language.Of(meter.Name), meter.VolumeM3, meter.UndistributedM3, meter.TotalM3,
                   meter.LeftOutM3, meter.MeasuredM3, meter.EstimatedM3, meter.Coverage, meter.DaysWithFigure,
                   meter.UnknownGaps,
               ],
        ]);

    private ReportTable PlantDays() => new(
        "plant_days",
        [
            new("subject", Role: ColumnRole.Subject), new("day", Role: ColumnRole.Day),
            new("treated", CellKind.Volume), new("compliant", CellKind.Volume), new("bypass", CellKind.Volume),
            new("capacity", CellKind.Volume), new("load", CellKind.Share), new("completeness", CellKind.Share),
            new("state"), new("remark", Role: ColumnRole.Remark),
        ],
        [
            .. from plant in report.Plants
               where plant.Days.None < plant.Days.Total
               from day in plant.Daily
               select (Cell[])
               [
                   day.Plant, Day(day.Day), day.TreatedM3, day.CompliantM3, day.BypassM3, day.CapacityM3, day.Load,
                   day.Completeness, language.Say(day.State), Remark(Remarks(day)),
               ],
        ]);

    private static string?[] Remarks(PlantDayView day) =>
        [day.Load > 1 ? "above_capacity" : null, day.Reason, .. day.Checks];

    private static string?[] Remarks(RateDayView day) =>
        [day.Reason, .. day.Checks.Append(day.AboveWhole ? "above_whole" : null).Distinct()];

    private ReportTable RateDays() => new(
        "rate_days",
        [
            new("subject", Role: ColumnRole.Subject), new("basis", Role: ColumnRole.Part),
            new("version"), new("day", Role: ColumnRole.Day), new("numerator", CellKind.Amount),
            new("denominator", CellKind.Amount), new("unit", Role: ColumnRole.Unit), new("rate", CellKind.Share),
            new("compliant_rate", CellKind.Share),
            new("target", CellKind.Share), new("completeness", CellKind.Share), new("state"),
            new("remark", Role: ColumnRole.Remark),
        ],
        [
            .. from rate in report.Rates
               where rate.Daily.Any(day => day.State != StoredState.None)
               from day in rate.Daily
               select (Cell[])
               [
                   day.Indicator, day.Basis, day.Version, Day(day.Day), day.Numerator, day.Denominator, day.Unit,
                   day.Rate,
                   day.CompliantRate, day.Target, day.Completeness, language.Say(day.State), Remark(Remarks(day)),
               ],
        ]);

    private string? Remark(params ReadOnlySpan<string?> keys)
    {
        List<string>? words = null;
        foreach (var key in keys)
        {
            if (!string.IsNullOrEmpty(key)) (words ??= []).Add(language.Say(key));
        }
        return words is null ? null : string.Join(language.Say("and"), words);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
}
