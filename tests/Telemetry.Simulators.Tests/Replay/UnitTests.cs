using Telemetry.Simulators.Replay;

namespace Telemetry.Simulators.Tests.Replay;

public sealed class UnitTests
{
    // Worked out by hand from the definitions: 231 in³ a gallon, 0.0254 m an inch, 1852 m a nautical mile.
    [Theory]
    [InlineData("MGD", 1, 157.725491)]
    [InlineData("MGD", 57.88965225, 57.88965225 * 3785.411784 / 24)]
    [InlineData("gpm", 1000, 227.12470704)]
    [InlineData("L/s", 17.5, 63)]
    [InlineData("L/min", 1000, 60)]
    [InlineData("m3/d", 40000, 1666.6666666666667)]
    [InlineData("m3/s", 1, 3600)]
    [InlineData("ML/d", 24, 1000)]
    [InlineData("cfs", 1, 101.9406477312)]
    [InlineData("MGD-imp", 24, 4546.09)]
    [InlineData("m3/h", 12.5, 12.5)]
    [InlineData("gal", 1000, 3.785411784)]
    [InlineData("MG", 1, 3785.411784)]
    [InlineData("ft3", 1000, 28.316846592)]
    [InlineData("knots", 10, 18.52)]
    [InlineData("mph", 100, 160.9344)]
    [InlineData("m/s", 10, 36)]
    [InlineData("ft", 100, 30.48)]
    [InlineData("in", 10, 0.254)]
    [InlineData("mi", 10, 16.09344)]
    [InlineData("t", 1.5, 1500)]
    [InlineData("lb", 100, 45.359237)]
    [InlineData("F", 212, 100)]
    [InlineData("F", -40, -40)]
    [InlineData("K", 273.15, 0)]
    [InlineData("rad", 3.141592653589793, 180)]
    [InlineData("ug/L", 250, 0.25)]
    [InlineData("fraction", 0.35, 35)]
    public void Convert_gives_what_plain_arithmetic_gives(string unit, double value, double expected)
    {
        var converted = Unit.All[unit].Convert(value);

        Assert.Equal(expected, converted, Math.Abs(expected) * 1e-14 + 1e-14);
    }

    [Fact]
    public void MGD_is_exactly_value_times_3785_411784_over_24()
    {
        Assert.Equal(61.68568802 * 3785.411784 / 24, Unit.All["mgd"].Convert(61.68568802));
    }

    [Theory]
    [InlineData("flow_m3h=value:MGD", "flow_m3h", "value", "MGD")]
    [InlineData("flow_m3h=Flow:Q1:gpm", "flow_m3h", "Flow:Q1", "gpm")]
    [InlineData("lat=latitude", "lat", "latitude", null)]
    public void A_map_names_field_column_and_unit(string text, string field, string column, string? unit)
    {
        var map = ColumnMap.Parse(text);

        Assert.Equal((field, column, unit), (map.Field, map.Column, map.Unit?.Name));
    }

    [Theory]
    [InlineData("flow_m3h", "not field=column")]
    [InlineData("=value", "not field=column")]
    [InlineData("flow_m3h=", "not field=column")]
    [InlineData("Flow=value", "small letters")]
    [InlineData("flow_m3h=value:furlong", "no known unit")]
    [InlineData("flow_m3h=value:knots", "_kmh")]
    [InlineData("speed_kmh=v:MGD", "_m3h")]
    public void A_wrong_map_says_what_is_wrong(string text, string said)
    {
        Assert.Contains(
            said, Assert.Throws<FormatException>(() => ColumnMap.Parse(text)).Message, StringComparison.Ordinal);
    }
}
