using Telemetry.Domain.Registry;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City.Plants;

/// <summary>The gateway of a plant: its meters, its sampling points, and how it says it is.</summary>
public sealed class PlantGateway : IDeviceSource
{
    private const long StatusMs = 3_600_000;
    private readonly Plant _plant;
    private readonly LocalDays _days;
    private readonly QualitySampler[] _samplers;
    private readonly string _topic;

    internal PlantGateway(CityScene scene, Plant plant)
    {
        var chance = scene.Chance.For("plant").For(plant.Id.Value);
        var rain = plant.Kind == PlantKind.Sewage ? scene.Rain : null;
        var design = new DesignFlow(plant, chance, scene.Days);
        _plant = plant;
        _days = scene.Days;
        _topic = $"{scene.Root}/plants/{plant.Id}";
        Name = plant.Id.Value;
        Link = new LinkOutages(
            chance.For("link"), TimeSpan.FromDays(2), 0.5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(50));
        Meters =
        [
            .. plant.Meters.Values.OrderBy(static meter => meter.Id.Value, StringComparer.Ordinal).Select(meter =>
                new PlantMeter(
                    plant, meter,
                    new MeterFlow(
                        design, rain, scene.Days, meter.Role, PartOf(plant, meter), chance.For(meter.Id.Value)),
                    scene.Exchanges, scene.Days, _topic, chance.For("meter").For(meter.Id.Value))),
        ];
        _samplers =
        [
            .. plant.QualityPoints.Values.OrderBy(static point => point.Id.Value, StringComparer.Ordinal)
                .Select(point => new QualitySampler(
                    plant, point, rain, scene.Days, _topic, chance.For("quality").For(point.Id.Value))),
        ];
    }

    public string Name { get; }

    public LinkOutages Link { get; }

    public IReadOnlyList<PlantMeter> Meters { get; }

    public IEnumerable<DeviceMessage> Between(long from, long until, Cadence cadence)
    {
        foreach (var meter in Meters)
        {
            foreach (var reading in meter.Between(from, until, cadence)) yield return reading;
        }
        foreach (var sampler in _samplers)
        {
            foreach (var sample in sampler.Between(from, until)) yield return sample;
        }
        foreach (var status in Statuses(from, until)) yield return status;
    }

    private IEnumerable<DeviceMessage> Statuses(long from, long until)
    {
        using var json = new ObjectWriter();
        foreach (var mark in Cadence.Marks(from, until, StatusMs))
        {
            if (State(mark) is { } state) yield return json.Begin(mark).Text("state", state).End(Topic, mark);
        }
        foreach (var meter in Meters)
        {
            for (var cell = from / MeterFaults.CellMs; cell * MeterFaults.CellMs < until; cell++)
            {
                var fault = meter.Faults.Of(cell * MeterFaults.CellMs);
                if (Said(fault.Kind) is not var (state, code, words) || State(fault.StartMs) is not "running") continue;
                if (fault.StartMs >= from && fault.StartMs < until)
                {
                    yield return json.Begin(fault.StartMs)
                        .Text("unit", meter.Meter.Id.Value).Text("state", state).Text("code", code)
                        .Text("message", words).End(Topic, fault.StartMs);
                }
                if (fault.EndMs >= from && fault.EndMs < until)
                {
                    yield return json.Begin(fault.EndMs)
                        .Text("unit", meter.Meter.Id.Value).Text("state", "running").End(Topic, fault.EndMs);
                }
            }
        }
    }

    private string Topic => $"{_topic}/status";

    // A gateway is there from the day its plant is built; a planned one says nothing.
    private string? State(long ms) => _plant.CapacityAt(LocalDays.Date(_days.DayOf(ms)))?.State switch
    {
        CapacityState.InService or CapacityState.PartiallyConnected => "running",
        CapacityState.BuiltNotConnected => "standby",
        CapacityState.Suspended => "stopped",
        _ => null,
    };

    private static (string State, string Code, string Words)? Said(MeterFaultKind kind) => kind switch
    {
        MeterFaultKind.Defect => ("fault", "E21", "flow sensor defective"),
        MeterFaultKind.Maintenance => ("maintenance", "M01", "sensor is being cleaned"),
        MeterFaultKind.Communication => ("fault", "E40", "no communication with the sensor"),
        _ => null,
    };

    // Several inlets share the flow evenly; a little of what comes in leaves as sludge.
    private static double PartOf(Plant plant, Meter meter)
    {
        var alike = plant.Meters.Values.Count(other => other.Role == meter.Role);
        return (meter.Role == MeterRole.Effluent ? 0.985 : 1) / alike;
    }
}
