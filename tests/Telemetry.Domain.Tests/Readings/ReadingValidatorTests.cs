using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Readings;

public class ReadingValidatorTests
{
    static readonly Series Flow = new(Measurements.PlantFlow, "in", "sewage-1");
    static readonly Series Weighing = new(Measurements.Weighing, "landfill", "sludge", "-");
    static readonly Series Position = new(Measurements.VehiclePosition, "truck-7");

    static Reading CreateReading(Series series, params (FieldDefinition Field, double Value)[] values)
    {
        var reading = new Reading();
        reading.Assign(series);
        foreach (var (field, value) in values) reading.Set(field, value);
        return reading;
    }

    static Standing MeterOf(double? fullScale, double? modulus) => new(
        Flow,
        new Meter(
            new PlantId("sewage-1"), new MeterId("in"), new LocalizedName("In", "进"), MeterRole.Influent, fullScale,
            modulus, 1, TimeSpan.FromMinutes(5), true, false));

    [Theory]
    [InlineData(1_050, 1_000.0, ReadingFlags.None)]
    [InlineData(1_050.1, 1_000.0, ReadingFlags.OverFullScale)]
    [InlineData(1_050.1, null, ReadingFlags.None)]
    [InlineData(-0.1, 1_000.0, ReadingFlags.NegativeFlow)]
    [InlineData(-2e6, null, ReadingFlags.NegativeFlow | ReadingFlags.Implausible)]
    public void Check_Flow_is_held_against_the_meters_full_scale(double flow, double? fullScale, ReadingFlags flags)
    {
        var reading = CreateReading(Flow, (Measurements.FlowM3H, flow));

        Assert.Null(ReadingValidator.Check(reading, MeterOf(fullScale, null)));

        Assert.Equal(flags, reading.Flags);
    }

    [Theory]
    [InlineData(10_000, 10_000.0, ReadingFlags.None)]
    [InlineData(10_001, 10_000.0, ReadingFlags.OverModulus)]
    [InlineData(10_001, null, ReadingFlags.None)]
    public void Check_Totaliser_is_held_against_its_modulus(double total, double? modulus, ReadingFlags flags)
    {
        var reading = CreateReading(Flow, (Measurements.TotalM3, total));

        Assert.Null(ReadingValidator.Check(reading, MeterOf(null, modulus)));

        Assert.Equal(flags, reading.Flags);
    }

    [Fact]
    public void Check_Flags_set_before_stay()
    {
        var reading = CreateReading(Flow, (Measurements.FlowM3H, -1));
        reading.Flags = ReadingFlags.Retained;

        ReadingValidator.Check(reading, new Standing(Flow));

        Assert.Equal(ReadingFlags.Retained | ReadingFlags.NegativeFlow, reading.Flags);
    }

    [Fact]
    public void Check_Any_place_on_earth_is_allowed_and_no_other() =>
        Gen.Select(Gen.Double[-200, 200], Gen.Double[-400, 400]).Sample((lat, lon) =>
        {
            var reading = CreateReading(Position, (Measurements.Lat, lat), (Measurements.Lon, lon));

            var wrong = ReadingValidator.Check(reading, new Standing(Position));

            Assert.Equal(Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180, wrong is null);
        }, iter: 5_000);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Check_Number_that_is_not_finite_is_out_of_range_in_every_float_field(double value)
    {
        foreach (var measurement in Measurements.Raw)
        {
            var series = new Series(measurement, [.. measurement.Tags.Select(_ => "x")]);
            foreach (var field in measurement.Fields.Where(f => f.Type is FieldType.Float))
                Assert.NotNull(ReadingValidator.Check(CreateReading(series, (field, value)), new Standing(series)));
        }
    }

    [Fact]
    public void Check_Net_weight_is_computed_to_the_gram_where_it_is_absent() =>
        Gen.Select(Gen.Int[0, 60_000_000], Gen.Int[0, 60_000_000]).Sample((first, second) =>
        {
            var (grossG, tareG) = (Math.Max(first, second), Math.Min(first, second));
            var reading = CreateReading(
                Weighing, (Measurements.GrossKg, grossG / 1000.0), (Measurements.TareKg, tareG / 1000.0));

            Assert.Null(ReadingValidator.Check(reading, new Standing(null)));

            Assert.True(reading.TryGet(Measurements.NetKg, out var net));
            Assert.Equal((grossG - tareG) / 1000.0, net.Number);
            Assert.Equal(ReadingFlags.None, reading.Flags);
        }, iter: 5_000);

    [Theory]
    [InlineData(4_000, ReadingFlags.None)]
    [InlineData(4_020, ReadingFlags.None)]
    [InlineData(3_979, ReadingFlags.WeightMismatch)]
    public void Check_Net_weight_given_is_kept_and_held_against_gross_less_tare(double net, ReadingFlags flags)
    {
        var reading = CreateReading(
            Weighing, (Measurements.GrossKg, 9_000), (Measurements.TareKg, 5_000), (Measurements.NetKg, net));

        Assert.Null(ReadingValidator.Check(reading, new Standing(null)));

        Assert.Equal(flags, reading.Flags);
        Assert.True(reading.TryGet(Measurements.NetKg, out var kept));
        Assert.Equal(net, kept.Number);
    }

    [Fact]
    public void Check_Quality_limit_is_inclusive_at_both_ends()
    {
        var ph = new FieldDefinition("ph", FieldType.Float);
        var series = new Series(Measurements.PlantQuality, "sewage-1", "out");
        var standing = new Standing(series, qualityPoint: new QualityPoint(
            new PlantId("sewage-1"), new QualityPointId("out"), new LocalizedName("Out", "出"), MeterRole.Effluent,
            [new QualityLimit("ph", 6, 9)], TimeSpan.FromHours(1), false));
        ReadingFlags FlagsOf(double value)
        {
            var reading = CreateReading(series, (ph, value));
            Assert.Null(ReadingValidator.Check(reading, standing));
            return reading.Flags;
        }

        Assert.Equal(ReadingFlags.None, FlagsOf(6));
        Assert.Equal(ReadingFlags.None, FlagsOf(9));
        Assert.Equal(ReadingFlags.OutsideLimits, FlagsOf(5.99));
        Assert.Equal(ReadingFlags.OutsideLimits, FlagsOf(9.01));
    }
}
