using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public class MeasurementsTests
{
    public static TheoryData<string> Names => [.. Measurements.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_measurement_has_sorted_tags_and_distinct_fields(string name)
    {
        var measurement = Measurements.Find(name);

        Assert.NotNull(measurement);
        Assert.Equal(measurement.Tags.Order(StringComparer.Ordinal), measurement.Tags);
        var names = measurement.Fields.Select(f => f.Name).Concat(measurement.Tags).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("time", names);
        Assert.All(measurement.Fields, f => Assert.Matches("^[a-z0-9_]+$", f.Name));
    }

    [Fact]
    public void Every_measurement_of_devices_has_flags_and_two_have_q()
    {
        Assert.All(Measurements.Raw, m => Assert.Same(Measurements.Flags, m.Find("flags")));
        Assert.Equal(
            ["plant_flow", "plant_quality"], Measurements.Raw.Where(m => m.HasQuality).Select(m => m.Name));
    }

    [Fact]
    public void Every_allowed_range_lies_within_what_can_be_stored_and_around_what_is_plausible()
    {
        foreach (var field in Measurements.All.SelectMany(m => m.Fields))
        {
            Assert.True(field.Allowed.Min < field.Allowed.Max, field.Name);
            if (field.Plausible != ValueRange.Finite)
            {
                Assert.True(field.Plausible.Min >= field.Allowed.Min, field.Name);
                Assert.True(field.Plausible.Max <= field.Allowed.Max, field.Name);
            }
            Assert.False(field.Allowed.Contains(double.NaN), field.Name);
            Assert.False(field.Allowed.Contains(double.PositiveInfinity), field.Name);
            Assert.False(field.Allowed.Contains(double.NegativeInfinity), field.Name);
        }
    }

    [Fact]
    public void RejectReason_Every_name_reads_back()
    {
        foreach (var reason in Enum.GetValues<RejectReason>())
        {
            Assert.True(RejectReasons.TryParse(reason.Name(), out var parsed));
            Assert.Equal(reason, parsed);
        }
        Assert.False(RejectReasons.TryParse("nothing", out _));
    }
}
