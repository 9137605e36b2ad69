using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Derived;

public class DerivedPointTests
{
    private static readonly Series Hours = new(DerivedMeasurements.VolumeHourly, "effluent", "sewage-1");

    [Fact]
    public void Every_derived_measurement_says_whether_it_is_valid_and_of_what_it_was_made()
    {
        foreach (var measurement in DerivedMeasurements.All)
        {
            Assert.True(measurement.IsDerived);
            Assert.False(measurement.OpenFloats);
            Assert.Same(measurement, Measurements.Find(measurement.Name));
            foreach (var field in (FieldDefinition[])
                [DerivedMeasurements.Valid, DerivedMeasurements.Reason, DerivedMeasurements.Inputs,
                    DerivedMeasurements.Revision, DerivedMeasurements.State, DerivedMeasurements.Completeness])
            {
                Assert.Same(field, measurement.Find(field.Name));
            }
        }
        Assert.DoesNotContain(Measurements.Raw, m => m.IsDerived);
        Assert.False(Measurements.Changes.IsDerived);
    }

    [Fact]
    public void A_fresh_row_is_invalid_with_every_number_unknown()
    {
        var sut = new DerivedPoint(Hours, 5);

        for (var i = 0; i < Hours.Measurement.Fields.Length; i++)
        {
            Assert.Equal(
                Hours.Measurement.Fields[i].Type switch
                {
                    FieldType.Text => "",
                    FieldType.Boolean => false,
                    _ => (object?)null,
                },
                sut.Values[i]);
        }
        Assert.Equal(5, sut.Time.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Set_what_is_no_number_is_our_bug(double value) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new DerivedPoint(Hours, 0).Set(DerivedMeasurements.VolumeM3, value));

    [Fact]
    public void Set_a_field_of_another_measurement_or_type_is_our_bug()
    {
        var sut = new DerivedPoint(Hours, 0);

        Assert.Throws<ArgumentException>(() => sut.Set(DerivedMeasurements.Rate, 0.5));
        Assert.Throws<ArgumentException>(() => sut.Set(DerivedMeasurements.VolumeM3, "much"));
        Assert.Throws<ArgumentException>(() => sut.Set(DerivedMeasurements.Valid, 1.5));
    }

    [Fact]
    public void A_row_is_of_a_derived_measurement_and_of_plain_identifiers()
    {
        Assert.Throws<ArgumentException>(() => new DerivedPoint(new Series(Measurements.PlantFlow, "a", "b"), 0));
        Assert.Throws<ArgumentException>(
            () => new DerivedPoint(new Series(DerivedMeasurements.PlantDaily, "a b"), 0));
    }

    [Fact]
    public void DifferencesFrom_names_the_fields_that_changed_appeared_or_went()
    {
        var stored = new Dictionary<string, object>
        {
            ["volume_m3"] = 63.0, ["integral_m3"] = 62.0, ["checks"] = 0L, ["reason"] = "", ["inputs"] = "",
            ["method"] = "totaliser", ["state"] = "", ["valid"] = true,
        };
        var sut = new DerivedPoint(Hours, 0)
            .Set(DerivedMeasurements.VolumeM3, 63.0).Set(DerivedMeasurements.Checks, 4L)
            .Set(DerivedMeasurements.Coverage, 0.5).Set(DerivedMeasurements.Method, "totaliser")
            .Set(DerivedMeasurements.Valid, true);

        Assert.Equal(
            [DerivedMeasurements.Coverage, DerivedMeasurements.IntegralM3, DerivedMeasurements.Checks],
            sut.DifferencesFrom(stored));
        Assert.Equal(Hours.Measurement.Fields, sut.DifferencesFrom(null));
    }

    [Fact]
    public void A_stored_row_is_read_by_declaration_and_lacks_what_is_unknown()
    {
        var row = new Dictionary<string, object>
        {
            ["volume_m3"] = 63.0, ["checks"] = 4L, ["method"] = "integral", ["valid"] = true,
        };

        Assert.Equal(63.0, row.Number(DerivedMeasurements.VolumeM3));
        Assert.Null(row.Number(DerivedMeasurements.IntegralM3));
        Assert.Equal(4L, row.Integer(DerivedMeasurements.Checks));
        Assert.Null(row.Integer(DerivedMeasurements.GapFromMs));
        Assert.Equal("integral", row.Text(DerivedMeasurements.Method));
        Assert.Equal("", row.Text(DerivedMeasurements.Reason));
        Assert.True(row.Truth(DerivedMeasurements.Valid));
    }
}
