using System.Globalization;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Plants;

/// <summary>What happened at a plant, from the store and from what people stated.</summary>
internal sealed class EventReading(ITelemetryReader reader, IOperations operations, IRegistrySource registry)
{
    /// <summary>State messages that one answer may be made of: a month at one each two minutes.</summary>
    private const int MostStates = 25_000;

    /// <summary>A flow below this part of full scale is the meter's own drift.</summary>
    private const double Noise = 0.001;

    /// <summary>Water that flows again within it is the same time of bypass.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private const int MostResets = 1_000;
    private const int MostAlarms = 500;

    /// <summary>How far back the state in force at the beginning is looked for: a plant that is silent for longer is
    /// stale.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(25);

    public async Task<PlantEventList> ReadAsync(string plant, TimeRange range, CancellationToken cancellationToken)
    {
        var city = registry.Current.City;
        var known = registry.Current.Plants.GetValueOrDefault(new PlantId(plant));
        var (states, incomplete) = await StatesAsync(plant, range, city, cancellationToken);
        var events = new List<PlantEvent>(states);
        foreach (var meter in known?.Meters.Values ?? [])
        {
            events.AddRange(await ResetsAsync(plant, meter.Id.Value, range, city, cancellationToken));
            if (meter.Role == MeterRole.Bypass)
                events.AddRange(await BypassesAsync(plant, meter, range, city, cancellationToken));
        }
        events.AddRange(await DeclaredAsync(plant, known, range, city, cancellationToken));
        events.AddRange(await AlarmsAsync(plant, range, city, cancellationToken));
        return new PlantEventList(
            plant, city.Local(range.From), city.Local(range.To), [.. events.OrderBy(static one => one.At)], incomplete);
    }

    private async Task<(List<PlantEvent> Events, string? Incomplete)> StatesAsync(
        string plant, TimeRange range, City city, CancellationToken cancellationToken)
    {
        var points = await reader.RangeAsync(
            new Series(Measurements.PlantStatus, plant, "-"), range.From - Before, range.To, MostStates,
            cancellationToken);
        var changes = new List<PlantEvent>();
        foreach (var point in points)
        {
            if (point.Values.GetValueOrDefault(Measurements.State.Name) is not string state) continue;
            if (changes.Count > 0 && changes[^1].State == state) continue;
            // Of what was before the beginning only the last is in force at it.
            if (changes is [{ } only] && point.Time <= range.From && only.At <= range.From) changes.Clear();
            changes.Add(new PlantEvent(PlantEventKind.State, city.Local(point.Time))
            {
                State = state, Words = Some(point.Values.GetValueOrDefault(Measurements.Message.Name) as string),
            });
        }
        if (points.Count < MostStates) return (changes, null);
        return (changes, string.Create(
            CultureInfo.InvariantCulture,
            $"states after {city.Local(points[^1].Time):O}: more than {MostStates} messages; ask for a shorter range"));
    }

    private async Task<IEnumerable<PlantEvent>> ResetsAsync(
        string plant, string meter, TimeRange range, City city, CancellationToken cancellationToken)
    {
        var points = await reader.RangeAsync(
            new Series(Measurements.MeterEvent, meter, plant), range.From, range.To, MostResets, cancellationToken);
        return points.Select(point => new PlantEvent(PlantEventKind.Totaliser, city.Local(point.Time))
        {
            Meter = meter, LastM3 = point.Values.GetValueOrDefault(Measurements.LastM3.Name) as double?,
            FirstM3 = point.Values.GetValueOrDefault(Measurements.FirstM3.Name) as double?,
            Words = Some(point.Values.GetValueOrDefault(Measurements.Reason.Name) as string), Declared = false,
        });
    }

    /// <summary>Buckets in which water flowed, those that soon follow each other as one.</summary>
    private async Task<List<PlantEvent>> BypassesAsync(
        string plant, Meter meter, TimeRange range, City city, CancellationToken cancellationToken)
    {
        var step = Step.Parse(null, range, int.MaxValue).Value;
        var length = step.Length > meter.Interval ? step.Length : meter.Interval;
        var buckets = await reader.DownsampleAsync(
            new Series(Measurements.PlantFlow, meter.Id.Value, plant), Measurements.FlowM3H, range.From, range.To,
            length, cancellationToken);
        var noise = (meter.FullScaleM3H ?? 0) * Noise;
        var found = new List<PlantEvent>();
        DateTimeOffset? end = null;
        foreach (var bucket in buckets)
        {
            if (bucket.Max <= noise) continue;
            var until = bucket.Start + length;
            if (end is { } last && bucket.Start - last <= Pause)
            {
                found[^1] = found[^1] with
                {
                    Until = city.Local(until), GreatestM3H = Math.Max(found[^1].GreatestM3H ?? 0, bucket.Max),
                };
            }
            else
            {
                found.Add(new PlantEvent(PlantEventKind.Bypass, city.Local(bucket.Start))
                {
                    Meter = meter.Id.Value, Until = city.Local(until), GreatestM3H = bucket.Max,
                });
            }
            end = until;
        }
        return found;
    }

    private async Task<List<PlantEvent>> DeclaredAsync(
        string plant, Plant? known, TimeRange range, City city, CancellationToken cancellationToken)
    {
        var (first, last) = (city.DayOf(range.From), city.DayOf(range.To));
        var inForce = await operations.Declared.InForceAsync(
            [FigureKind.MeterReplacement], first, last.AddDays(1), cancellationToken);
        var found = new List<PlantEvent>();
        foreach (var meter in known?.Meters.Keys ?? [])
        {
            for (var day = first; day <= last; day = day.AddDays(1))
            {
                found.AddRange(inForce.On(FigureKind.MeterReplacement, $"{plant}/{meter}", day)
                    .Select(static figure => figure.Declaration).OfType<MeterReplacement>()
                    .Where(one => one.At >= range.From && one.At < range.To)
                    .Select(one => new PlantEvent(PlantEventKind.Totaliser, city.Local(one.At))
                    {
                        Meter = meter.Value, LastM3 = one.LastM3, FirstM3 = one.FirstM3, Words = Some(one.Reason),
                        Declared = true,
                    }));
            }
        }
        return found;
    }

    private async Task<IEnumerable<PlantEvent>> AlarmsAsync(
        string plant, TimeRange range, City city, CancellationToken cancellationToken)
    {
        var page = await operations.Alarms.ReadAsync(
            new AlarmQuery { Group = $"plant:{plant}", From = range.From, To = range.To, Limit = MostAlarms },
            cancellationToken);
        return page.Alarms.Select(alarm => new PlantEvent(PlantEventKind.Alarm, city.Local(alarm.Onset))
        {
            Until = alarm.ReturnedAt is { } returned ? city.Local(returned) : null, Alarm = alarm.Id.Value,
            Priority = alarm.Priority, Title = AlarmText.Of(alarm, city.TimeZone).Title,
        });
    }

    private static string? Some(string? text) => text is { Length: > 0 } ? text : null;
}
