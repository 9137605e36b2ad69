using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

public class SeriesKeysTests
{
    static bool TryParse(string key, out Series? series) =>
        SeriesKeys.TryParse(Encoding.UTF8.GetBytes(key), out series);

    [Fact]
    public void TryParse_Key_of_every_measurement_gives_the_series_back()
    {
        foreach (var measurement in Measurements.All)
        {
            var expected = new Series(measurement, [.. measurement.Tags.Select(tag => $"{tag}-泵.1")]);

            Assert.True(SeriesKeys.TryParse(expected.Utf8Key, out var series));

            Assert.Equal(expected, series);
            Assert.Same(measurement, series.Measurement);
            Assert.Equal(expected.TagValues, series.TagValues);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu,host=a")]
    [InlineData("plant_flow")]
    [InlineData("plant_flow,meter=a")]
    [InlineData("plant_flow,plant=a,meter=b")]
    [InlineData("plant_flow,meter=,plant=b")]
    [InlineData("plant_flow,meter=a,plant=b,extra=c")]
    [InlineData("plant_flow,meter=a,plant=b\\")]
    [InlineData("plant_flow,meter,plant")]
    public void TryParse_Key_that_is_not_exactly_the_measurements_own_is_refused(string key)
    {
        var parsed = TryParse(key, out var series);

        // A lone backslash at the end is the value's own.
        if (key.EndsWith('\\')) Assert.Equal("b\\", series!["plant"]);
        else Assert.False(parsed);
    }

    [Fact]
    public void TryParse_Escaped_tag_values_come_back_plain()
    {
        Assert.True(TryParse("changes,asset=a/b,host=my\\ host\\,\\=,kind=plant_flow", out var series));

        Assert.Equal("my host,=", series!["host"]);
    }

    [Fact]
    public void TryParse_Measurements_of_another_room_are_found_by_the_callers_own_table()
    {
        var hourly = new Measurement(
            "volume_hourly", ["meter", "plant"], [new FieldDefinition("volume_m3", FieldType.Float)]);

        Assert.True(SeriesKeys.TryParse(
            "volume_hourly,meter=a,plant=b"u8, name => name == hourly.Name ? hourly : null, out var series));

        Assert.Same(hourly, series.Measurement);
    }
}
