using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>Holds a store against what publishers saw acknowledged.</summary>
internal static class Journal
{
    /// <summary>
    /// Every acknowledged reading is there with its exact value, and nothing is there that was never sent.
    /// </summary>
    public static async Task EqualsInfluxAsync(DevicePublisher publisher, int devices, InfluxDbServer influx)
    {
        for (var device = 0; device < devices; device++)
        {
            var meter = DevicePublisher.Meter(device);
            Compare(
                publisher, device, await Stored.FromInfluxAsync(
                influx, "plant_flow", "flow_m3h", $"\"meter\"='{meter}'"));
        }
    }

    public static void EqualsSqlite(DevicePublisher publisher, int devices, string database)
    {
        for (var device = 0; device < devices; device++)
        {
            var key = $"plant_flow,meter={DevicePublisher.Meter(device)},plant=flow-test";
            Compare(publisher, device, Stored.FromSqlite(database, "plant_flow", "flow_m3h", key));
        }
    }

    private static void Compare(DevicePublisher publisher, int device, Dictionary<long, double> stored)
    {
        var acknowledged = publisher.Acknowledged.Where(reading => reading.Device == device).ToList();
        Assert.NotEmpty(acknowledged);
        var lost = acknowledged.Where(reading => !stored.ContainsKey(reading.TimeMs)).ToList();
        Assert.True(
            lost.Count == 0,
            $"device {device}: {lost.Count} of {acknowledged.Count} acknowledged readings are missing, first "
            + $"{lost.FirstOrDefault()}");
        Assert.All(acknowledged, reading => Assert.Equal(reading.Value, stored[reading.TimeMs]));
        // What was sent without an acknowledgement may be there as well, with the value that was sent.
        Assert.All(
            stored, pair =>
            Assert.Equal(DevicePublisher.Value(device, (int)(pair.Key - publisher.FirstMs)), pair.Value));
    }
}
