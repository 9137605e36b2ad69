using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>The figures of June as rows of the store.</summary>
internal static class JuneRows
{
    /// <param name="whole">With the 7th, closed without any reading: then the month can be locked.</param>
    public static void Fill(DashboardsApp app, bool whole)
    {
        var figures = JuneReport.Figures;
        app.Registry.Current = figures.Registry;
        foreach (var day in figures.PlantDays) app.Store.Put(Row(day));
        if (whole)
        {
            app.Store.Put(Row(PlantDayView.Missing("sewage-1", new(2009, 6, 7)) with
            {
                State = "final_incomplete", CapacityM3 = 40_000, Reason = "meter_missing:effluent",
                MissingMeters = ["sewage-1/effluent"], CapacityState = "in_service", Compliance = "unknown",
            }));
        }
        foreach (var day in figures.MeterDays) app.Store.Put(Row(day));
        foreach (var day in figures.RateDays) app.Store.Put(Row(day));
    }

    /// <summary>A day of plant <c>sewage-1</c> that late readings made another.</summary>
    public static void Change(DashboardsApp app, int day, double treated) => app.Store.Put(Row(
        JuneReport.Figures.PlantDays.Single(row => row.Plant == "sewage-1" && row.Day.Day == day) with
        {
            TreatedM3 = treated, CompliantM3 = treated, Load = treated / 40_000, Revision = 1,
        }));

    /// <summary>A day of the outlet that was derived before readings were counted.</summary>
    public static void Uncount(DashboardsApp app, int day) => app.Store.Put(Row(
        JuneReport.Figures.MeterDays.Single(row => row.Day.Day == day) with { Readings = null }));

    private static DerivedPoint Row(PlantDayView day) => Begin(DerivedMeasurements.PlantDaily, day.Day, day.Plant)
        .Set(DerivedMeasurements.TreatedM3, day.TreatedM3).Set(DerivedMeasurements.CompliantM3, day.CompliantM3)
        .Set(DerivedMeasurements.ReportedM3, day.ReportedM3)
        .Set(DerivedMeasurements.Missing, string.Join(' ', day.MissingMeters))
        .Set(DerivedMeasurements.Compliance, day.Compliance)
        .Set(DerivedMeasurements.CapacityState, day.CapacityState)
        .Set(DerivedMeasurements.CapacityM3, day.CapacityM3).Set(DerivedMeasurements.Load, day.Load)
        .Set(DerivedMeasurements.Completeness, day.Completeness).Set(DerivedMeasurements.State, day.State)
        .Set(DerivedMeasurements.Valid, day.TreatedM3 is not null).Set(DerivedMeasurements.Reason, day.Reason)
        .Set(DerivedMeasurements.Inputs, day.Inputs).Set(DerivedMeasurements.Revision, day.Revision)
        .Set(DerivedMeasurements.Checks, 0L);

    private static DerivedPoint Row(MeterDayView day) => Begin(
            DerivedMeasurements.VolumeDaily, day.Day, day.Meter, day.Plant)
        .Set(DerivedMeasurements.VolumeM3, day.VolumeM3).Set(DerivedMeasurements.MeasuredM3, day.MeasuredM3)
        .Set(DerivedMeasurements.EstimatedM3, day.EstimatedM3)
        .Set(DerivedMeasurements.UndistributedM3, day.UndistributedM3)
        .Set(DerivedMeasurements.GapFromMs, day.GapFrom?.ToUnixTimeMilliseconds())
        .Set(DerivedMeasurements.Readings, day.Readings)
        .Set(DerivedMeasurements.Coverage, day.Coverage).Set(DerivedMeasurements.Method, day.Method)
        .Set(DerivedMeasurements.State, day.State).Set(DerivedMeasurements.Valid, day.VolumeM3 is not null)
        .Set(DerivedMeasurements.Checks, day.Checks.Contains("wrap") ? 16L : 0L);

    private static DerivedPoint Row(RateDayView day) => Begin(
            DerivedMeasurements.IndicatorDaily, day.Day, day.Basis, "city", day.Indicator)
        .Set(DerivedMeasurements.Rate, day.Rate).Set(DerivedMeasurements.Numerator, day.Numerator)
        .Set(DerivedMeasurements.Denominator, day.Denominator)
        .Set(DerivedMeasurements.CompliantNumerator, day.CompliantNumerator)
        .Set(DerivedMeasurements.ReportedNumerator, day.ReportedNumerator)
        .Set(DerivedMeasurements.Missing, string.Join(' ', day.MissingMeters))
        .Set(DerivedMeasurements.BasisKind, day.BasisKind).Set(DerivedMeasurements.Official, day.Official)
        .Set(DerivedMeasurements.CompliantRate, day.CompliantRate).Set(DerivedMeasurements.Target, day.Target)
        .Set(DerivedMeasurements.Completeness, day.Completeness).Set(DerivedMeasurements.State, day.State)
        .Set(DerivedMeasurements.Version, day.Version).Set(DerivedMeasurements.Source, day.Source)
        .Set(DerivedMeasurements.Valid, day.Rate is not null).Set(DerivedMeasurements.Reason, day.Reason)
        .Set(DerivedMeasurements.Checks, day.AboveWhole ? 1L : 0L);

    private static DerivedPoint Begin(Measurement measurement, DateOnly day, params string[] tags) => new(
        new Series(measurement, [.. tags]),
        JuneReport.Registry.City.StartOf(day).ToUnixTimeMilliseconds());
}
