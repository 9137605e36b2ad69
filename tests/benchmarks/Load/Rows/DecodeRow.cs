using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Micro;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>The micro benchmark's row as a quick loop; time is of one object.</summary>
internal static class DecodeRow
{
    private const int Slices = 400;
    private const int PerSlice = 2_000;
    private const int InArray = 100;

    public static Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        IReadOnlyList<Row> rows =
        [
            Measure("flow", Wire.FlowTopic, Wire.Flow(1), 1, settings.Pairs, output),
            Measure("position", Wire.PositionTopic, Wire.Position(1), 1, settings.Pairs, output),
            Measure("flow in arrays of 100", Wire.FlowTopic, Wire.Flow(InArray), InArray, settings.Pairs, output),
            Measure(
                "position in arrays of 100", Wire.PositionTopic, Wire.Position(InArray), InArray, settings.Pairs,
                output),
            Measure(
                "position of 16 and 17 digits", Wire.PositionTopic, Wire.ComputedPosition(1), 1, settings.Pairs,
                output),
        ];
        return Task.FromResult(rows);
    }

    private static Row Measure(string name, string topic, byte[] payload, int objects, int pairs, TextWriter output)
    {
        var row = new Row($"decode + validate + encode, {name}", "ns", "Utf8JsonReader walk", 3, AtLeast: false);
        var encoding = new NativeEncoding();
        var repeats = PerSlice / objects;
        var sum = 0L;
        var allocated = 0L;
        for (var pair = -1; pair < pairs; pair++)
        {
            double ours = double.MaxValue, walk = double.MaxValue;
            var before = GC.GetAllocatedBytesForCurrentThread();
            // Small slices in turn, the best of each: what others do on the machine falls out.
            for (var slice = 0; slice < Slices; slice++)
            {
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++) sum += encoding.Encode(topic, payload);
                var middle = Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++) sum += JsonWalk.Tokens(payload);
                ours = Math.Min(ours, Stopwatch.GetElapsedTime(began, middle).TotalNanoseconds / PerSlice);
                walk = Math.Min(walk, Stopwatch.GetElapsedTime(middle).TotalNanoseconds / PerSlice);
            }
            // The first is the warm-up.
            if (pair < 0) continue;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            row.Add(ours, walk);
        }
        var perMessage = (double)allocated / ((long)pairs * Slices * PerSlice);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name}: {payload.Length} bytes, {perMessage:0.###} B allocated an object ({sum:x})"));
        return perMessage < 1 ? row : row with { Wanted = 0, Name = row.Name + ", which allocates" };
    }
}
