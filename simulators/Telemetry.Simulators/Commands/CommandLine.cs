using System.CommandLine;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Commands;

/// <summary>The program's commands, and how they end: 0 done, 1 the work failed, 2 it was asked wrongly.</summary>
public static class CommandLine
{
    private const int Failed = 1;
    private const int AskedWrongly = 2;

    /// <param name="output">Where results go.</param>
    /// <param name="errors">Where the one line goes that says what is wrong.</param>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var root = new RootCommand("A city, a crowd and a tape recorder of devices that speak MQTT")
        {
            CityCommand.Create(output),
            LoadCommand.Create(output),
            ReplayCommand.Create(output),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await errors.WriteLineAsync(string.Join("; ", parsed.Errors.Select(static error => error.Message)));
            return AskedWrongly;
        }
        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output, Error = errors, EnableDefaultExceptionHandler = false,
                // Signals are the program's, so that a command can say its results before it ends.
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (UsageException e)
        {
            await errors.WriteLineAsync(e.Message);
            return AskedWrongly;
        }
        catch (BrokerUnreachableException e)
        {
            await errors.WriteLineAsync($"{e.Message}; --broker names another");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }
}
