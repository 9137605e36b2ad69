namespace Telemetry.Rig;

/// <summary>The built simulators, run to their end.</summary>
public static class SimulatorProcess
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(3);

    /// <param name="arguments">As on the command line after <c>telemetry-simulators</c>.</param>
    public static async Task<ProcessOutcome> RunAsync(IEnumerable<string> arguments, TimeSpan? patience = null)
    {
        using var folder = new TempFolder("simulators");
        var assembly = Repository.File(
            "simulators", "Telemetry.Simulators", "bin", Repository.Configuration, "net10.0",
            "telemetry-simulators.dll");
        await using var process = ChildProcess.Start(
            HostProcess.DotnetProgram(), ["exec", assembly, .. arguments], folder.Path);
        var code = await process.WaitForExitAsync(patience ?? DefaultPatience);
        return new ProcessOutcome(code, process.Output);
    }
}
