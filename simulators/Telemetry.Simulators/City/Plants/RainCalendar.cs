namespace Telemetry.Simulators.City.Plants;

/// <summary>A spell of rain: the sewers' answer rises for a third of its length and falls for the rest.</summary>
/// <param name="Intensity">Highest extra flow as a part of the dry mean.</param>
public readonly record struct RainEvent(long StartMs, long EndMs, double Intensity)
{
    public double Hours => (EndMs - StartMs) / 3_600_000.0;

    /// <summary>x (1 - x)², scaled to a peak of 1 at a third of the length.</summary>
    public double Shape(long ms)
    {
        var x = Part(ms);
        return 6.75 * x * (1 - x) * (1 - x);
    }

    /// <summary>Integral of the shape from the start, in hours.</summary>
    public double ShapeHours(long ms)
    {
        var x = Part(ms);
        return 6.75 * Hours * (x * x / 2 - 2 * x * x * x / 3 + x * x * x * x / 4);
    }

    private double Part(long ms) => Math.Clamp((double)(ms - StartMs) / (EndMs - StartMs), 0, 1);
}

/// <summary>The city's rain: at most one event in four days, of 4 to 30 hours, never overlapping.</summary>
public sealed class RainCalendar
{
    private const long CellMs = 4 * 24 * 3_600_000L;
    private const long LongestMs = 30 * 3_600_000L;

    public RainCalendar(Chance chance, LocalDays days)
    {
        var events = new List<RainEvent>();
        for (var cell = days.StartMs(0) / CellMs; cell * CellMs < days.EndMs(days.Count - 1); cell++)
        {
            var draw = chance.For(cell);
            if (draw.Unit(0) >= 0.45) continue;
            var start = cell * CellMs + (long)(draw.Unit(1) * (CellMs - LongestMs)) / 1000 * 1000;
            var length = (long)draw.Within(2, 4, 30) * 3_600_000L;
            // Most spells are light: the square leans towards the lower end.
            var heavy = draw.Unit(3);
            events.Add(new RainEvent(start, start + length, 0.12 + 0.95 * heavy * heavy));
        }
        Events = events;
    }

    /// <summary>By time.</summary>
    public IReadOnlyList<RainEvent> Events { get; }

    /// <summary>Index of the last event that has begun by then; -1 for none.</summary>
    public int LastBegun(long ms)
    {
        int low = 0, high = Events.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Events[middle].StartMs <= ms) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
