using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public class ReadingTests
{
    static string Fields(Reading reading) =>
        string.Join(' ', reading.Fields.ToArray().Select(f => $"{f.Definition.Name}={f.Number}"));

    [Fact]
    public void Set_Same_field_twice_keeps_the_last_value()
    {
        var sut = new Reading();
        sut.Set(Measurements.Lat, 1);
        sut.Set(Measurements.Lon, 2);
        sut.Set(Measurements.Lat, 3);

        Assert.Equal("lat=3 lon=2", Fields(sut));
    }

    [Fact]
    public void Remove_Takes_out_one_field_and_keeps_the_order()
    {
        var sut = new Reading();
        sut.Set(Measurements.Lat, 1);
        sut.Set(Measurements.Lon, 2);
        sut.Set(Measurements.LoadKg, 3);

        sut.Remove(Measurements.Lat);
        sut.Remove(Measurements.FuelPct);

        Assert.Equal("lon=2 load_kg=3", Fields(sut));
        Assert.False(sut.TryGet(Measurements.Lat, out _));
    }

    [Fact]
    public void Clear_Leaves_nothing_of_the_object_before()
    {
        var sut = new Reading { TimeMs = 5, Flags = ReadingFlags.Retained, Quality = 'M' };
        sut.Assign(new Series(Measurements.VehiclePosition, "truck-7"));
        sut.Set(Measurements.Lat, 1);

        sut.Clear();

        Assert.Null(sut.Series);
        Assert.Equal(0, sut.TimeMs);
        Assert.Equal(ReadingFlags.None, sut.Flags);
        Assert.Equal('N', sut.Quality);
        Assert.True(sut.Fields.IsEmpty);
    }

    [Fact]
    public void Set_More_fields_than_it_was_made_for_keeps_them_all()
    {
        var sut = new Reading();
        var fields = Enumerable.Range(0, 100).Select(i => new FieldDefinition($"p{i}", FieldType.Float)).ToArray();
        for (var i = 0; i < fields.Length; i++) sut.Set(fields[i], i);

        Assert.Equal(100, sut.Fields.Length);
        Assert.True(sut.TryGet(fields[99], out var last));
        Assert.Equal(99, last.Number);
    }
}
