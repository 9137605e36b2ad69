using System.Globalization;
using Telemetry.Benchmarks.Load;

namespace Telemetry.Benchmarks.Fleet;

/// <param name="Pings">In each measured part.</param>
internal sealed record FleetSettings(int Pairs, int Pings, int Vehicles);

/// <summary>What a ping cost: CPU nanoseconds of the whole process, its collections with it; bytes allocated.</summary>
internal readonly record struct PingCost(double Nanoseconds, double Bytes)
{
    /// <summary>Once what was made before has aged.</summary>
    public static PingCost Of(long pings, Action work)
    {
        GC.Collect();
        GC.Collect();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        work();
        return new PingCost(
            (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / pings,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)pings);
    }
}

/// <summary>Many vehicles against few, in turn.</summary>
internal sealed record FleetRow(Row Cost, double BytesOfMany, double BytesOfFew)
{
    public const int Few = 100;

    /// <summary>How much more a ping may cost among many.</summary>
    private const double Flat = 1.3;

    public static FleetRow Measure(
        string name, FleetSettings settings, TextWriter output, Func<int, PingCost> measure)
    {
        output.WriteLine($"{name}:");
        var row = new Row(
            string.Create(CultureInfo.InvariantCulture, $"{name}, {settings.Vehicles:#,0} vehicles"), "CPU ns",
            string.Create(CultureInfo.InvariantCulture, $"{Few} vehicles"), Flat, AtLeast: false);
        List<double> bytesOfMany = [], bytesOfFew = [];
        for (var pair = 0; pair <= settings.Pairs; pair++)
        {
            var many = measure(settings.Vehicles);
            var few = measure(Few);
            // The first is the warm-up.
            if (pair == 0) continue;
            row.Add(many.Nanoseconds, few.Nanoseconds);
            bytesOfMany.Add(many.Bytes);
            bytesOfFew.Add(few.Bytes);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {pair}: {settings.Vehicles:#,0} vehicles {Figures.Text(many.Nanoseconds)} ns, {many.Bytes:0.#} B; "
                + $"{Few} vehicles {Figures.Text(few.Nanoseconds)} ns, {few.Bytes:0.#} B a ping"));
        }
        return new FleetRow(row, Figures.Median(bytesOfMany), Figures.Median(bytesOfFew));
    }
}
