using Telemetry.Domain.Fleet;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>
/// What vehicles say, a ping each ten seconds: an hour's way out and back with lights, stops of five minutes, work and
/// the noise of a receiver. All vehicles drive one of four ways, each from a place and a minute of its own, so that a
/// hundred do what twenty thousand do.
/// </summary>
internal sealed class FleetTracks
{
    public const int PingsAnHour = 360;

    public const int StepMs = 10_000;

    /// <summary>2026-05-31T16:00:00Z: a local day begins.</summary>
    public const long FirstMs = 1_780_243_200_000;

    private const int Ways = 4;
    private const int StopEvery = 90;
    private const int StopSteps = 30;

    /// <summary>Ten metres a second, degrees of latitude a step.</summary>
    private const double Stride = 100 / 111_195.0;

    /// <summary>Some two metres.</summary>
    private const double Noise = 2e-5;

    private readonly Ping[] _pings = new Ping[Ways * PingsAnHour];

    public FleetTracks()
    {
        var random = new Random(2009);
        for (var way = 0; way < Ways; way++)
        {
            var north = 0.0;
            for (var step = 0; step < PingsAnHour; step++)
            {
                var stands = step % StopEvery < StopSteps || step % 17 == 0;
                if (!stands) north += (step < PingsAnHour / 2 ? Stride : -Stride) * (way + 1) / Ways;
                _pings[way * PingsAnHour + step] = new Ping(
                    0, FleetCity.Lat + north + random.NextDouble() * Noise,
                    FleetCity.Lon + random.NextDouble() * Noise, stands ? 0 : 9 * (way + 1),
                    random.Next(4, 12), Ignition: step % StopEvery >= StopSteps / 2, Working: !stands && way < 2);
            }
        }
    }

    /// <param name="step">Of ten seconds, since <see cref="FirstMs"/>.</param>
    public Ping At(int vehicle, int step)
    {
        ref readonly var ping = ref _pings[vehicle % Ways * PingsAnHour + (step + vehicle * 7) % PingsAnHour];
        return ping with
        {
            TimeMs = FirstMs + (long)step * StepMs, Lat = ping.Lat + vehicle % 97 * 0.002,
            Lon = ping.Lon + vehicle % 89 * 0.0025,
        };
    }
}
