namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// CPU of the host's pipeline (decode to fsync, live values with it) for 100,000 devices against 100; every device is
/// known before the measured part, as after a minute of operation.
/// </summary>
internal static class DevicesRow
{
    private const int Few = 100;
    private const int Many = 100_000;

    /// <summary>Turns that the two take in one pair, so that what else the machine does meets both.</summary>
    private const int Turns = 20;

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        var row = new Row("cost a message, 100,000 devices", "CPU µs", "100 devices", 1.3, AtLeast: false);
        for (var pair = 0; pair <= settings.Pairs; pair++)
        {
            await using var many = await DevicePipeline.OpenAsync(Many);
            await using var few = await DevicePipeline.OpenAsync(Few);
            // Every device is met, and what is kept of it has aged, as it has after a minute of operation.
            await many.OfferAsync(Many);
            await few.OfferAsync(Many);
            GC.Collect();
            GC.Collect();
            TimeSpan manyUsed = default, fewUsed = default;
            for (var turn = 0; turn < Turns; turn++)
            {
                manyUsed += await many.OfferAsync(settings.Messages / Turns);
                fewUsed += await few.OfferAsync(settings.Messages / Turns);
            }
            // The first is the warm-up.
            if (pair == 0) continue;
            var ours = manyUsed.TotalMicroseconds / settings.Messages;
            var limit = fewUsed.TotalMicroseconds / settings.Messages;
            row.Add(ours, limit);
            output.WriteLine(
                $"  {pair}: 100,000 devices {Figures.Text(ours)} µs, 100 devices {Figures.Text(limit)} µs");
        }
        return [row];
    }
}
