using System.Diagnostics;
using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Peers;

/// <summary>This program again, as one of its peers.</summary>
internal static class PeerProcess
{
    public static ChildProcess Start(string command, params string[] arguments) => ChildProcess.Start(
        HostProcess.DotnetProgram(),
        ["exec", typeof(PeerProcess).Assembly.Location, command, .. arguments],
        AppContext.BaseDirectory);

    /// <summary>Publishes to a broker on the loopback, and gives the result with its last acknowledgement.</summary>
    /// <param name="before">Messages over the same connections before those that count.</param>
    /// <param name="onBegan">Called within 10 ms of the first that counts.</param>
    public static async Task<PublishResult> PublishAsync(
        int port, long messages, int connections, int devices, int window, string prefix, long before = 0,
        Action? onBegan = null)
    {
        await using var process = Start(
            "publish", "--port", Text(port), "--before", Text(before), "--messages", Text(messages),
            "--connections", Text(connections),
            "--devices", Text(devices), "--window", Text(window), "--prefix", prefix);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(10))
        {
            var exited = process.HasExited;
            // Once it has ended, its last words may still be on their way.
            if (exited) await process.WaitForExitAsync(TimeSpan.FromSeconds(10));
            foreach (var line in process.Output.Split('\n'))
            {
                if (line == PublishCommand.BeganLine)
                {
                    onBegan?.Invoke();
                    onBegan = null;
                }
                if (PublishResult.FromLine(line) is { } result) return result;
            }
            if (exited) throw new InvalidOperationException($"the publishers failed:\n{process.Output}");
            await Task.Delay(10);
        }
        throw new TimeoutException("the publishers did not end within 10 minutes");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
