using System.Collections.Concurrent;
using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Plants;

/// <summary>
/// The true flow through a meter and its exact integral since 2000-01-01. A day's dry volume is known beforehand, so
/// the integral of any instant needs only the days' sums, the rain's closed form, and the day's own profile.
/// </summary>
public sealed class MeterFlow
{
    private const long KnotMs = 300_000;
    private const int ProfilesKept = 64;

    private readonly ConcurrentDictionary<int, Profile> _profiles = new();
    private readonly DesignFlow _design;
    private readonly RainCalendar? _rain;
    private readonly LocalDays _days;
    private readonly Chance _chance;
    private readonly FlowCurve _curve;
    private readonly MeterRole _role;
    private readonly double _dryFactor;
    private readonly double _wetFactor;
    private readonly double[] _dryBefore;
    private readonly double[] _wetBefore;

    /// <param name="factor">Part of the plant's flow that passes here; an effluent's is a little below 1.</param>
    /// <param name="rain">Null where rain doesn't reach.</param>
    public MeterFlow(
        DesignFlow design, RainCalendar? rain, LocalDays days, MeterRole role, double factor, Chance chance)
    {
        _design = design;
        _rain = rain;
        _days = days;
        _chance = chance;
        _role = role;
        _dryFactor = role == MeterRole.Bypass ? 0 : factor;
        _wetFactor = factor;
        _curve = FlowCurve.Of(design.Kind, role);
        _dryBefore = new double[days.Count + 1];
        for (var day = 0; day < days.Count; day++) _dryBefore[day + 1] = _dryBefore[day] + _dryFactor * design.M3D(day);
        _wetBefore = new double[(rain?.Events.Count ?? 0) + 1];
        for (var i = 0; i + 1 < _wetBefore.Length; i++)
        {
            var spell = rain!.Events[i];
            _wetBefore[i + 1] = _wetBefore[i] + WetPeakM3H(spell) * spell.ShapeHours(spell.EndMs);
        }
    }

    /// <summary>True flow, m³/h.</summary>
    public double FlowM3H(long ms) => Day(ms).FlowM3H(ms) + WetFlow(ms);

    /// <summary>True volume since 2000-01-01, m³: never falls.</summary>
    public double VolumeM3(long ms)
    {
        var day = _days.DayOf(ms);
        return _dryBefore[day] + Profile.Of(this, day).VolumeM3(ms) + WetVolume(ms);
    }

    private Profile Day(long ms) => Profile.Of(this, _days.DayOf(ms));

    private double WetFlow(long ms)
    {
        var last = _rain?.LastBegun(ms) ?? -1;
        if (last < 0) return 0;
        var spell = _rain!.Events[last];
        return WetPeakM3H(spell) * spell.Shape(ms);
    }

    private double WetVolume(long ms)
    {
        var last = _rain?.LastBegun(ms) ?? -1;
        if (last < 0) return 0;
        var spell = _rain!.Events[last];
        return _wetBefore[last] + WetPeakM3H(spell) * spell.ShapeHours(ms);
    }

    // The works take what they can; heavier rain than this goes round them.
    private double WetPeakM3H(RainEvent spell)
    {
        const double Taken = 0.45;
        var dry = _design.M3D(_days.DayOf(spell.StartMs)) / 24;
        var part = _role == MeterRole.Bypass ? Math.Max(0, spell.Intensity - Taken) : Math.Min(spell.Intensity, Taken);
        return dry * _wetFactor * part;
    }

    /// <summary>
    /// One local day's dry flow at five-minute knots, straight between them, summing to the day's volume.
    /// </summary>
    private sealed class Profile
    {
        private readonly long _startMs;
        private readonly double[] _flow;
        private readonly double[] _volume;

        private Profile(MeterFlow meter, int day)
        {
            _startMs = meter._days.StartMs(day);
            var knots = (int)((meter._days.EndMs(day) - _startMs) / KnotMs);
            _flow = new double[knots + 1];
            _volume = new double[knots + 1];
            var target = meter._dryFactor * meter._design.M3D(day);
            if (target == 0) return;
            for (var k = 0; k <= knots; k++) _flow[k] = meter.Shape(day, _startMs + k * KnotMs);
            Correct(target, knots);
            for (var k = 1; k <= knots; k++)
                _volume[k] = _volume[k - 1] + (_flow[k - 1] + _flow[k]) / 2 * (KnotMs / 3_600_000.0);
        }

        public static Profile Of(MeterFlow meter, int day)
        {
            if (meter._profiles.TryGetValue(day, out var known)) return known;
            if (meter._profiles.Count >= ProfilesKept) meter._profiles.Clear();
            return meter._profiles.GetOrAdd(day, static (d, m) => new Profile(m, d), meter);
        }

        public double FlowM3H(long ms)
        {
            var (knot, part) = Place(ms);
            return knot + 1 < _flow.Length ? _flow[knot] + part * (_flow[knot + 1] - _flow[knot]) : _flow[knot];
        }

        public double VolumeM3(long ms)
        {
            var (knot, part) = Place(ms);
            return _volume[knot] + (_flow[knot] + FlowM3H(ms)) / 2 * part * (KnotMs / 3_600_000.0);
        }

        private (int Knot, double Part) Place(long ms)
        {
            var knot = (int)Math.DivRem(ms - _startMs, KnotMs, out var rest);
            return knot >= _flow.Length - 1 ? (_flow.Length - 1, 0) : (knot, (double)rest / KnotMs);
        }

        // A bump that is nothing at both midnights brings the day to its volume without a step between days.
        private void Correct(double target, int knots)
        {
            double sum = 0, bump = 0;
            for (var k = 0; k <= knots; k++)
            {
                var weight = k == 0 || k == knots ? 0.5 : 1;
                sum += weight * _flow[k];
                bump += weight * Bump(k, knots);
            }
            var lift = (target / (KnotMs / 3_600_000.0) - sum) / bump;
            for (var k = 0; k <= knots; k++) _flow[k] = Math.Max(0, _flow[k] + lift * Bump(k, knots));
        }

        private static double Bump(int k, int knots)
        {
            var s = Math.Sin(Math.PI * k / knots);
            return s * s;
        }
    }

    // Dry flow before the correction: the mean runs smoothly from noon to noon.
    private double Shape(int day, long ms)
    {
        var start = _days.StartMs(day);
        var x = (double)(ms - start) / (_days.EndMs(day) - start) - 0.5;
        var mean = _design.M3D(day);
        var neighbour = _design.M3D(day + Math.Sign(x));
        // Not across a change of capacity: a plant starts at midnight.
        if (neighbour > 0.5 * mean && neighbour < 2 * mean) mean += (neighbour - mean) * Math.Abs(x);
        var swell = 1 + 0.03 * _chance.Smooth(ms, 1_800_000) + 0.02 * _chance.For("slow").Smooth(ms, 4 * 3_600_000);
        return _dryFactor * mean / 24 * _curve.At(_days.HourOf(ms)) * swell;
    }
}
