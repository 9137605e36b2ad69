using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Daily;

/// <summary>Derived rows as people see them: what a row calls invalid has no figure.</summary>
internal static class DerivedRows
{
    public static PlantDayView Plant(StoredPoint row, City city)
    {
        var values = row.Values;
        var isValid = values.Truth(DerivedMeasurements.Valid);
        return new PlantDayView(
            row.Series["plant"], city.DayOf(row.Time), StoredState.Of(row),
            isValid ? values.Number(DerivedMeasurements.TreatedM3) : null,
            isValid ? values.Number(DerivedMeasurements.CompliantM3) : null,
            values.Number(DerivedMeasurements.BypassM3), values.Number(DerivedMeasurements.InfluentM3),
            values.Number(DerivedMeasurements.EffluentM3), values.Number(DerivedMeasurements.CapacityM3),
            isValid ? values.Number(DerivedMeasurements.Load) : null, values.Number(DerivedMeasurements.Completeness),
            Text(row, DerivedMeasurements.Reason), [.. Flags<VolumeChecks>(row), .. Flags<PlantChecks>(row)],
            values.Integer(DerivedMeasurements.Revision) ?? 0, Text(row, DerivedMeasurements.Inputs))
        {
            TreatedT = values.Number(DerivedMeasurements.TreatedT),
            WeighedM3 = values.Number(DerivedMeasurements.WeighedM3),
            ReportedM3 = values.Number(DerivedMeasurements.ReportedM3),
            MissingMeters = Names(row, DerivedMeasurements.Missing),
            Compliance = Text(row, DerivedMeasurements.Compliance),
            CapacityState = Text(row, DerivedMeasurements.CapacityState),
        };
    }

    public static MeterDayView Meter(StoredPoint row, City city)
    {
        var values = row.Values;
        var isValid = values.Truth(DerivedMeasurements.Valid);
        DateTimeOffset? gapFrom = values.Integer(DerivedMeasurements.GapFromMs) is { } ms
            ? city.Local(DateTimeOffset.FromUnixTimeMilliseconds(ms))
            : null;
        return new MeterDayView(
            row.Series["plant"], row.Series["meter"], city.DayOf(row.Time), StoredState.Of(row),
            isValid ? values.Number(DerivedMeasurements.VolumeM3) : null,
            isValid ? values.Number(DerivedMeasurements.MeasuredM3) : null,
            isValid ? values.Number(DerivedMeasurements.EstimatedM3) : null,
            values.Number(DerivedMeasurements.UndistributedM3), values.Number(DerivedMeasurements.Coverage),
            Text(row, DerivedMeasurements.Method), values.Integer(DerivedMeasurements.UnknownGaps) ?? 0, gapFrom,
            Text(row, DerivedMeasurements.Reason), Flags<VolumeChecks>(row))
        {
            Readings = values.Integer(DerivedMeasurements.Readings),
        };
    }

    public static RateDayView Rate(StoredPoint row, CityRegistry registry)
    {
        var values = row.Values;
        var indicator = registry.Indicators.FirstOrDefault(known => known.Id == row.Series["indicator"]);
        var isValid = values.Truth(DerivedMeasurements.Valid);
        var rate = isValid ? values.Number(DerivedMeasurements.Rate) : null;
        return new RateDayView(
            row.Series["indicator"], row.Series["district"], row.Series["basis"], registry.City.DayOf(row.Time),
            StoredState.Of(row), rate, values.Number(DerivedMeasurements.Numerator),
            values.Number(DerivedMeasurements.Denominator),
            isValid ? values.Number(DerivedMeasurements.CompliantRate) : null, UnitOf(indicator?.Kind),
            values.Number(DerivedMeasurements.Target), values.Number(DerivedMeasurements.Completeness),
            Text(row, DerivedMeasurements.Version), Text(row, DerivedMeasurements.Source),
            Text(row, DerivedMeasurements.Reason), Flags<RateFlags>(row), rate > 1)
        {
            BasisKind = Text(row, DerivedMeasurements.BasisKind),
            Official = values.Truth(DerivedMeasurements.Official),
            CompliantNumerator = values.Number(DerivedMeasurements.CompliantNumerator),
            ReportedNumerator = values.Number(DerivedMeasurements.ReportedNumerator),
            MissingMeters = Names(row, DerivedMeasurements.Missing),
            ReportedDenominator = values.Number(DerivedMeasurements.ReportedDenominator),
            DenominatorMissingMeters = Names(row, DerivedMeasurements.DenominatorMissing),
        };
    }

    /// <summary>Garbage is weighed, the rest is metered or turned into cubic metres.</summary>
    public static string UnitOf(IndicatorKind? kind) => kind == IndicatorKind.GarbageHarmlessRate ? "t" : "m³";

    private static string? Text(StoredPoint row, Domain.Readings.FieldDefinition field) =>
        row.Values.Text(field) is { Length: > 0 } text ? text : null;

    private static string[] Names(StoredPoint row, Domain.Readings.FieldDefinition field) =>
        row.Values.Text(field).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The names of the bits that are set; one that this version does not know is left out.</summary>
    private static List<string> Flags<T>(StoredPoint row)
        where T : struct, Enum
    {
        var bits = row.Values.Integer(DerivedMeasurements.Checks) ?? 0;
        if (bits == 0) return [];
        var names = new List<string>();
        foreach (var flag in Enum.GetValues<T>())
        {
            var bit = Convert.ToInt64(flag, System.Globalization.CultureInfo.InvariantCulture);
            if (bit != 0 && (bits & bit) == bit) names.Add(WireNames.Of(flag));
        }
        return names;
    }
}
