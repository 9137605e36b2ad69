using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>
/// An hour of 360 pings of each vehicle, from the state that its hour before handed on: of 20,000 vehicles against the
/// hours, one after the other, of 100. Visits to places are in it; reading the pings and writing the rows is not.
/// </summary>
internal static class HourRow
{
    /// <summary>Of each vehicle before it counts: five minutes.</summary>
    private const int PingsBefore = 30;

    public static FleetRow Run(FleetSettings settings, TextWriter output) => FleetRow.Measure(
        "a vehicle's hour, cost a ping", settings, output, vehicles => Measure(vehicles, settings.Vehicles));

    private static PingCost Measure(int vehicles, int hours)
    {
        var city = FleetCity.Registry(vehicles);
        var places = PlaceMap.Of(city);
        var calendar = new CityCalendar(city.City);
        var tracks = new FleetTracks();
        var rules = new VehicleRules[vehicles];
        for (var i = 0; i < vehicles; i++)
            rules[i] = VehicleRules.Of(city, city.Vehicles[new VehicleId(FleetCity.IdOf(i))], places);
        var states = new VehicleState[vehicles];
        Array.Fill(states, VehicleState.None);
        var track = new Ping[FleetTracks.PingsAnHour];
        var hour = 0;
        Derive(PingsBefore);
        return PingCost.Of((long)hours * FleetTracks.PingsAnHour, () =>
        {
            for (var left = hours; left > 0; left -= vehicles) Derive(FleetTracks.PingsAnHour);
        });

        void Derive(int pings)
        {
            // The last of the hour, so that no gap lies before the next.
            var from = hour * FleetTracks.PingsAnHour + (FleetTracks.PingsAnHour - pings);
            var local = calendar.HourOf(FleetTracks.FirstMs + (long)from * FleetTracks.StepMs);
            for (var vehicle = 0; vehicle < vehicles; vehicle++)
            {
                for (var i = 0; i < pings; i++) track[i] = tracks.At(vehicle, from + i);
                var derived = VehicleHour.Compute(local, track.AsSpan(0, pings), states[vehicle], rules[vehicle]);
                if (derived.Figures.Accepted != pings)
                    throw new InvalidOperationException($"{derived.Figures.Accepted} of {pings} fixes were accepted");
                states[vehicle] = derived.Exit;
            }
            hour++;
        }
    }
}
