namespace Telemetry.Simulators;

/// <summary>
/// Repeatable chance: a pure function of a key and an index, so that the same moment is drawn the same way however
/// often, and in whatever order, it is asked for.
/// </summary>
public readonly record struct Chance(ulong Key)
{
    public static Chance FromSeed(int seed) => new(Mix((ulong)seed + 0x9E3779B97F4A7C15UL));

    /// <summary>An independent stream, named by text.</summary>
    public Chance For(string name)
    {
        var hash = Key ^ 0xCBF29CE484222325UL;
        foreach (var c in name) hash = (hash ^ c) * 0x100000001B3UL;
        return new Chance(Mix(hash));
    }

    /// <summary>An independent stream, numbered.</summary>
    public Chance For(long index) => new(Draw(index));

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit(long index) => (Draw(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Within(long index, double low, double high) => low + Unit(index) * (high - low);

    /// <summary>Uniform in 0 to <paramref name="count"/> - 1.</summary>
    public int Pick(long index, int count) => (int)(Draw(index) % (ulong)count);

    /// <summary>Nearly normal with mean 0 and deviation 1, never beyond 3.5: the sum of four uniform draws.</summary>
    public double Normal(long index)
    {
        var stream = For(index);
        return (stream.Unit(0) + stream.Unit(1) + stream.Unit(2) + stream.Unit(3) - 2) * Math.Sqrt(3);
    }

    /// <summary>Noise in [-1, 1) that runs smoothly over time; <paramref name="periodMs"/> is its grain.</summary>
    public double Smooth(long ms, long periodMs)
    {
        var cell = Math.DivRem(ms, periodMs, out var rest);
        var x = (double)rest / periodMs;
        var weight = x * x * (3 - 2 * x);
        return 2 * (Unit(cell) * (1 - weight) + Unit(cell + 1) * weight) - 1;
    }

    private ulong Draw(long index) => Mix(Key + (ulong)index * 0x9E3779B97F4A7C15UL);

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
