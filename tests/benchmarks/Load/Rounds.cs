namespace Telemetry.Benchmarks.Load;

/// <summary>
/// Contenders in turn: a warm-up each, then A B A B, so that what the machine does meanwhile falls on both alike.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Sample>[]> RunAsync(
        LoadSettings settings, TextWriter output, IContender[] contenders,
        Func<IContender, int, long, Task<Sample>>? how = null)
    {
        how ??= static (contender, round, messages) => contender.RunAsync(round, messages);
        var samples = contenders.Select(static _ => new List<Sample>()).ToArray();
        // Until the code is compiled for good: with half as many, half of the host's CPU in the first rounds was its
        // compiler's.
        foreach (var contender in contenders)
            await how(contender, 0, Math.Max(settings.Connections, settings.Messages * 2));
        for (var round = 1; round <= settings.Pairs; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var sample = await how(contenders[i], round, settings.Messages);
                samples[i].Add(sample);
                output.WriteLine(Table.Line(round, contenders[i], sample));
            }
        }
        for (var i = 0; i < contenders.Length; i++) Table.Print(contenders[i].Name, samples[i], output);
        return samples;
    }
}
