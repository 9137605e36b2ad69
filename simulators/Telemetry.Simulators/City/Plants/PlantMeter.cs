using Telemetry.Domain.Registry;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City.Plants;

/// <summary>
/// One meter as its gateway reads it: true flow, measured with noise, through its faults and exchanges.
/// </summary>
public sealed class PlantMeter
{
    private readonly Meter _meter;
    private readonly Plant _plant;
    private readonly MeterFlow _flow;
    private readonly MeterExchanges _exchanges;
    private readonly LocalDays _days;
    private readonly Chance _chance;
    private readonly Totaliser? _totaliser;
    private readonly double _initialM3;
    private readonly string _topic;

    public PlantMeter(
        Plant plant, Meter meter, MeterFlow flow, MeterExchanges exchanges, LocalDays days, string topicOfPlant,
        Chance chance)
    {
        _plant = plant;
        _meter = meter;
        _flow = flow;
        _exchanges = exchanges;
        _days = days;
        _chance = chance;
        _topic = $"{topicOfPlant}/flow/{meter.Id}";
        Faults = new MeterFaults(chance.For("faults"));
        if (meter.ResolutionM3 <= 0) return;
        _totaliser = new Totaliser(meter.ResolutionM3, meter.ModulusM3);
        _initialM3 = chance.Within(0, 0, meter.ModulusM3 ?? 100_000);
    }

    public Meter Meter => _meter;

    public MeterFaults Faults { get; }

    /// <summary>True flow, m³/h.</summary>
    public double TrueFlowM3H(long ms) => _flow.FlowM3H(ms);

    /// <summary>True volume since 2000-01-01, m³.</summary>
    public double TrueVolumeM3(long ms) => _flow.VolumeM3(ms);

    /// <summary>What the totaliser shows, m³; null where there is none.</summary>
    public double? ShownM3(long ms)
    {
        if (_totaliser is null) return null;
        return _exchanges.LastBefore(_meter, ms) is { } exchange
            ? _totaliser.Show(FirstM3(exchange), TrueVolumeM3(ms) - TrueVolumeM3(exchange))
            : _totaliser.Show(_initialM3, TrueVolumeM3(ms));
    }

    public IEnumerable<DeviceMessage> Between(long from, long until, Cadence cadence)
    {
        using var json = new ObjectWriter();
        var step = Cadence.AtLeast(_meter.Interval, cadence.LeastPlantInterval);
        foreach (var mark in Cadence.Marks(from, until, step))
        {
            if (Measures(mark)) yield return Read(json, mark);
        }
        for (var at = _exchanges.NextAfter(_meter, from - 1); at < until; at = _exchanges.NextAfter(_meter, at.Value))
        {
            if (Treats(at.Value)) yield return Exchange(json, at.Value);
        }
    }

    private DeviceMessage Read(ObjectWriter json, long ms)
    {
        var trueFlow = TrueFlowM3H(ms);
        double? flow = Math.Max(0, trueFlow * (1 + 0.006 * _chance.Normal(ms)));
        var total = ShownM3(ms);
        var q = _meter.FullScaleM3H is { } scale && flow > scale ? "T" : null;
        switch (Faults.At(ms))
        {
            case { Kind: MeterFaultKind.Defect }:
                (flow, q) = (0, "D");
                break;
            case { Kind: MeterFaultKind.Maintenance }:
                (flow, q) = (0, "M");
                break;
            case { Kind: MeterFaultKind.FrozenTotaliser } fault:
                total = ShownM3(Math.Max(fault.StartMs, _exchanges.LastBefore(_meter, ms) ?? 0));
                break;
            case { Kind: MeterFaultKind.Communication } fault:
                (flow, q) = (Math.Max(0, TrueFlowM3H(fault.StartMs)), "B");
                break;
        }
        return json.Begin(ms)
            .Number("flow_m3h", flow, 2)
            .Number("total_m3", total)
            .Number("level_m", Level(trueFlow), 3)
            .Text("q", q)
            .End(_topic, ms);
    }

    private DeviceMessage Exchange(ObjectWriter json, long ms) => json.Begin(ms)
        .Number("last_m3", ShownM3(ms - 1))
        .Number("first_m3", FirstM3(ms))
        .Text("reason", "meter_replacement")
        .End($"{_topic}/reset", ms);

    private bool Measures(long ms)
    {
        if (!Treats(ms) || Faults.At(ms) is { Kind: MeterFaultKind.Silent }) return false;
        return _exchanges.NextAfter(_meter, ms) is not { } exchange || exchange - ms > MeterExchanges.OffMs;
    }

    private bool Treats(long ms) => _plant.CapacityAt(LocalDays.Date(_days.DayOf(ms))) is { Treats: true };

    // New meters have seen a little water on the test bench.
    private double FirstM3(long exchange) => _totaliser!.Show(_chance.Within(exchange, 0, 4), 0);

    // An open channel: depth goes with flow to the power of two thirds.
    private double? Level(double flow) => _meter is { Role: MeterRole.Influent, FullScaleM3H: > 0 and var scale }
        ? 0.15 + 1.1 * Math.Pow(Math.Max(0, flow) / scale, 2.0 / 3)
        : null;
}
