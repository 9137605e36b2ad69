using System.CommandLine;
using Telemetry.Host.Composition;

namespace Telemetry.Host.Commands;

/// <summary><c>telemetry</c>: runs the host in its roles until it is stopped.</summary>
internal static class RunCommand
{
    public static void Attach(RootCommand root) => CommandLine.SetBody(
        root, static (options, _, cancellationToken) => HostRun.RunAsync(options, static _ => { }, cancellationToken));
}
