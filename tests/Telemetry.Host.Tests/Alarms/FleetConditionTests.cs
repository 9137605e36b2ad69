using System.Globalization;
using Telemetry.Domain.Alarms;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>A truck on a map: a service area of 0.1 by 0.1 degrees with a forbidden square and a depot in it.</summary>
public sealed class FleetConditionTests : IAsyncLifetime
{
    private readonly AlarmBench _bench = new(AlarmBench.City.Replace(
        """
          "indicators": [
        """,
        """
          "facilities": [
            { "id": "yard", "kind": "depot", "name": "Yard", "district": "east",
              "location": { "lat": 30.02, "lon": 122.02 } },
          ],
          "geofences": [
            { "id": "service", "kind": "service_area", "name": "Service", "district": "east",
              "area": { "type": "Polygon", "coordinates":
                [[[122.0, 30.0], [122.1, 30.0], [122.1, 30.1], [122.0, 30.1], [122.0, 30.0]]] } },
            { "id": "reservoir", "kind": "forbidden", "name": "Reservoir",
              "area": { "type": "Polygon", "coordinates":
                [[[122.08, 30.08], [122.09, 30.08], [122.09, 30.09], [122.08, 30.09], [122.08, 30.08]]] } },
          ],
          "indicators": [
        """,
        StringComparison.Ordinal));

    public ValueTask InitializeAsync() => _bench.OpenStoreAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    // Within its area; in the reservoir; a kilometre beyond the border.
    [InlineData(30.05, 122.05, false)]
    [InlineData(30.085, 122.085, true)]
    [InlineData(30.05, 122.11, true)]
    public async Task A_truck_is_out_of_its_area_in_a_forbidden_one_and_outside_its_own(
        double lat, double lon, bool isOut)
    {
        await DriveAsync(TimeSpan.FromMinutes(10), lat, lon);

        var alarms = await _bench.OpenAsync();
        if (isOut) Assert.Equal(AlarmRule.OutOfArea, Assert.Single(alarms).Rule);
        else Assert.Empty(alarms);
    }

    [Theory]
    [InlineData(30.05, 122.05, 70, true)]
    // Sixty minutes and a little less than the first ten seconds.
    [InlineData(30.05, 122.05, 59, false)]
    [InlineData(30.02, 122.02, 70, false)]
    public async Task A_truck_that_stands_for_an_hour_where_it_has_no_business_raises(
        double lat, double lon, int minutes, bool raises)
    {
        await StandAsync(TimeSpan.FromMinutes(minutes), lat, lon);

        var alarms = await _bench.OpenAsync();
        if (raises) Assert.Equal(AlarmRule.LongStop, Assert.Single(alarms).Rule);
        else Assert.Empty(alarms);
    }

    [Fact]
    public async Task A_truck_that_comes_back_or_drives_on_clears_what_it_had_raised()
    {
        await DriveAsync(TimeSpan.FromMinutes(10), 30.05, 122.11);
        Assert.Single(await _bench.OpenAsync());

        await DriveAsync(TimeSpan.FromMinutes(10), 30.05, 122.095);

        Assert.False(Assert.Single(await _bench.OpenAsync()).Active);
    }

    /// <summary>Round and round within some hundred metres, at 20 km/h.</summary>
    private Task DriveAsync(TimeSpan time, double lat, double lon)
    {
        var step = 0;
        return _bench.LookForAsync(time, () => Post(lat + (step++ % 8 < 4 ? 0.0004 : -0.0004), lon, 20, true));
    }

    private Task StandAsync(TimeSpan time, double lat, double lon) =>
        _bench.LookForAsync(time, () => Post(lat, lon, 0, false));

    private void Post(double lat, double lon, double speed, bool ignition)
    {
        _bench.PostMeters();
        _bench.Post("vehicles/t-1", _bench.Now, string.Create(
            CultureInfo.InvariantCulture,
            $"\"lat\":{lat},\"lon\":{lon},\"speed_kmh\":{speed},\"ignition\":{(ignition ? "true" : "false")}"));
    }
}
