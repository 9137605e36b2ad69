using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>What the newest readings, today's figures and stored hours say of plants.</summary>
internal sealed class PlantConditions(NewestReadings newest, StoredConditions stored)
{
    private const string Fault = "fault";

    public IEnumerable<AlarmSignal> Judge(CityRegistry registry, DateTimeOffset now)
    {
        var rules = registry.Alarms;
        var today = new CityCalendar(registry.City).DayOf(now.ToUnixTimeMilliseconds()).Date;
        foreach (var plant in registry.Plants.Values.OrderBy(static p => p.Id.Value, StringComparer.Ordinal))
        {
            var treats = plant.CapacityAt(today) is { Treats: true };
            if (plant.Meters.Count > 0)
            {
                foreach (var signal in MeterRules.Judge(Meters(plant, treats), rules, now)) yield return signal;
            }
            if (State(plant) is { } state) yield return PlantRules.Judge(state, rules);
            if (Today(plant, today) is { } projection) yield return PlantRules.Judge(projection, rules);
            foreach (var effluent in Effluent(plant)) yield return PlantRules.Judge(effluent, rules);
        }
    }

    private PlantMetersCondition Meters(Plant plant, bool treats) => new(
        plant.Id, treats,
        [
            .. plant.Meters.Values.OrderBy(static m => m.Id.Value, StringComparer.Ordinal).Select(meter =>
            {
                var reading = newest.Find($"plants/{plant.Id}/flow/{meter.Id}");
                var hour = stored.HourOf(plant.Id, meter.Id);
                return new MeterCondition(
                    meter, reading?.At, reading is { Counts: true } ? reading.Number(Measurements.FlowM3H) : null,
                    hour?.Frozen, hour?.At);
            }),
        ]);

    private StateCondition? State(Plant plant)
    {
        if (newest.Find($"plants/{plant.Id}") is not { } said || said.Text(Measurements.State) is not { } state)
            return null;
        var (code, words) = (said.Text(Measurements.Code) ?? "", said.Text(Measurements.Message) ?? "");
        return new StateCondition(plant.Id, state == Fault, $"{code} {words}".Trim(), said.At);
    }

    /// <summary>Only of the day that runs: what stands there of yesterday says nothing of today.</summary>
    private TodayCondition? Today(Plant plant, DateOnly today)
    {
        if (newest.Find($"plants/{plant.Id}/today") is not { } figures) return null;
        var day = today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return figures.Values.GetValueOrDefault("day") as string != day
            ? null
            : new TodayCondition(
                plant.Id, figures.Number("projected_m3"), figures.Number("capacity_m3"), figures.At);
    }

    private IEnumerable<EffluentCondition> Effluent(Plant plant)
    {
        foreach (var point in plant.QualityPoints.Values.Where(static p => p.Role == MeterRole.Effluent)
            .OrderBy(static p => p.Id.Value, StringComparer.Ordinal))
        {
            if (newest.Find($"plants/{plant.Id}/quality/{point.Id}") is not { } reading) continue;
            foreach (var limit in point.Limits)
            {
                // A point may send its parameters one by one: the others are then not in its newest reading.
                if (reading.Number(limit.Parameter) is not { } value) continue;
                yield return new EffluentCondition(
                    plant.Id, point.Id, limit.Parameter, reading.Counts ? value : null, limit.Min, limit.Max,
                    reading.At);
            }
        }
    }
}
