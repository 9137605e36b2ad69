using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>A track as one would write it down: from here so far, then stand there. Metres are great circle.</summary>
internal sealed class Drive
{
    /// <summary>Of a sphere of 6,371,008.8 m: 2π r / 360.</summary>
    public const double MetresPerDegree = 6_371_008.8 * 2 * Math.PI / 360;

    readonly List<Ping> _pings = [];
    long _nowMs;
    double _lat;
    double _lon;
    Ping _says;

    public Drive(string local, double lat = 30, double lon = 122)
    {
        _nowMs = At(local);
        (_lat, _lon) = (lat, lon);
        _says = new Ping(0, 0, 0, AccuracyM: 8);
    }

    public Ping[] Pings => [.. _pings];

    public long NowMs => _nowMs;

    public (double Lat, double Lon) Here => (_lat, _lon);

    /// <summary>What the tracker says beside the place, from now on.</summary>
    public Drive Saying(Func<Ping, Ping> what)
    {
        _says = what(_says);
        return this;
    }

    public Drive Fix(double aside = 0, double north = 0)
    {
        _pings.Add(_says with
        {
            TimeMs = _nowMs, Lat = _lat + north / MetresPerDegree,
            Lon = _lon + aside / (MetresPerDegree * Math.Cos(_lat * Math.PI / 180)),
        });
        return this;
    }

    /// <summary>Goes north (or, below 0, south), with a fix at the end of every step.</summary>
    public Drive North(double metres, double kmh, int everySeconds = 10)
    {
        var steps = (int)Math.Round(Math.Abs(metres) / (kmh / 3.6) / everySeconds);
        for (var i = 0; i < steps; i++)
        {
            _lat += metres / steps / MetresPerDegree;
            Wait(everySeconds).Fix();
        }
        return this;
    }

    /// <summary>Goes along its meridian.</summary>
    public Drive ToLat(double lat, double kmh = 36, int everySeconds = 10)
    {
        North((lat - _lat) * MetresPerDegree, kmh, everySeconds);
        _lat = lat;
        return this;
    }

    /// <summary>Stays, with a fix at the end of every step.</summary>
    public Drive Stand(TimeSpan time, int everySeconds = 10, Func<int, (double East, double North)>? drift = null)
    {
        var steps = (int)(time.TotalSeconds / everySeconds);
        for (var i = 0; i < steps; i++)
        {
            var (east, north) = drift?.Invoke(i) ?? (0, 0);
            Wait(everySeconds).Fix(east, north);
        }
        return this;
    }

    public Drive Wait(double seconds)
    {
        _nowMs += (long)(seconds * 1_000);
        return this;
    }

    /// <summary>Goes without a fix.</summary>
    public Drive Unseen(double metresNorth)
    {
        _lat += metresNorth / MetresPerDegree;
        return this;
    }

    public Drive To(double lat, double lon)
    {
        (_lat, _lon) = (lat, lon);
        return this;
    }

    public static VehicleRules RulesOf(VehicleKind kind, int intervalSeconds = 10) =>
        new(VehicleLimits.Of(kind), TimeSpan.FromSeconds(intervalSeconds));
}
