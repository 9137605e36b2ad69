using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Dashboards.Tests;

/// <summary>
/// A vacuum truck on 1 March 2026, one ping each 10 s: it stands in the yard from 08:00 to 08:04, drives north by
/// 0.001° (111.195 m) a ping, pumps at tank 1 from 08:05:40 to 08:07:40, and stands at tank 2 from 08:09:20 on; the
/// last ping is that of 08:20:00, with the engine off.
/// </summary>
internal static class MorningRound
{
    public static readonly VehicleId Truck = new("v-01");
    public static readonly DateOnly Date = new(2026, 3, 1);

    private static readonly DateTimeOffset Eight = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));

    public static CityRegistry Registry { get; } = PlacesRegistry.Read();

    public static LocalDay Day => new CityCalendar(Registry.City).Day(Date);

    public static IReadOnlyList<Ping> Pings { get; } = [.. Enumerable.Range(0, 121).Select(PingAt)];

    public static VehicleHour Hour { get; } = VehicleHour.Compute(
        new CityCalendar(Registry.City).HourOf(Eight.ToUnixTimeMilliseconds()), [.. Pings], VehicleState.None,
        VehicleRules.Of(Registry, Registry.Vehicles[Truck], PlaceMap.Of(Registry)));

    /// <summary>As the host stores and derives it.</summary>
    public static async Task<DashboardsApp> StartAsync()
    {
        var app = await DashboardsApp.StartAsync();
        app.Registry.Current = Registry;
        foreach (var ping in Pings)
        {
            app.Store.Add(
                new Series(Measurements.VehiclePosition, Truck.Value),
                DateTimeOffset.FromUnixTimeMilliseconds(ping.TimeMs), ("lat", ping.Lat), ("lon", ping.Lon),
                ("speed_kmh", ping.SpeedKmh!), ("working", ping.Working!), ("ignition", ping.Ignition!));
        }
        await app.Operations.Fleet.ReplaceAsync([new DerivedHour(Truck, Hour, "", "r1")], CancellationToken.None);
        return app;
    }

    private static Ping PingAt(int i)
    {
        var step = i switch { <= 24 => 0, <= 34 => i - 24, <= 46 => 10, <= 56 => i - 36, _ => 20 };
        var moves = i is > 24 and <= 34 or > 46 and <= 56;
        return new Ping(
            Eight.ToUnixTimeMilliseconds() + i * 10_000L, Math.Round(30 + step * 0.001, 3), 122.0, moves ? 40 : 0,
            null, i < 120, i is >= 34 and <= 46);
    }
}
