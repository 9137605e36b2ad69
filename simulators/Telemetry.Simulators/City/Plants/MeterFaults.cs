namespace Telemetry.Simulators.City.Plants;

public enum MeterFaultKind
{
    /// <summary>The flow sensor is broken: shows 0, letter D. The totaliser's own sensor goes on.</summary>
    Defect,

    /// <summary>Somebody works on it: shows 0, letter M.</summary>
    Maintenance,

    /// <summary>The totaliser stands still while water flows, then shows the true count again.</summary>
    FrozenTotaliser,

    /// <summary>
    /// The line from sensor to gateway fails: the last flow is repeated, letter B. The totaliser counts on.
    /// </summary>
    Communication,

    /// <summary>Nothing is measured or kept: a gap for ever.</summary>
    Silent,
}

public readonly record struct MeterFault(MeterFaultKind Kind, long StartMs, long EndMs);

/// <summary>A meter's faults: one in nine days, each kind in turn.</summary>
public sealed class MeterFaults(Chance chance)
{
    public const long CellMs = 9 * 24 * 3_600_000L;
    private const long LongestMs = 7 * 3_600_000L;
    private static readonly int Kinds = Enum.GetValues<MeterFaultKind>().Length;

    /// <summary>The fault of the nine days in which an instant lies.</summary>
    public MeterFault Of(long ms)
    {
        var cell = ms / CellMs;
        var draw = chance.For(cell);
        var kind = (MeterFaultKind)((cell + chance.Pick(-1, Kinds)) % Kinds);
        var (shortest, longest) = kind switch
        {
            MeterFaultKind.Defect => (120, 420),
            MeterFaultKind.Maintenance => (60, 180),
            MeterFaultKind.FrozenTotaliser => (60, 75),
            MeterFaultKind.Communication => (20, 60),
            _ => (30, 90),
        };
        var length = (long)draw.Within(0, shortest, longest) * 60_000;
        var start = cell * CellMs + (long)(draw.Unit(1) * (CellMs - LongestMs)) / 60_000 * 60_000;
        return new MeterFault(kind, start, start + length);
    }

    public MeterFault? At(long ms)
    {
        var fault = Of(ms);
        return ms >= fault.StartMs && ms < fault.EndMs ? fault : null;
    }
}
