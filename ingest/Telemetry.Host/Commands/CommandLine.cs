using System.CommandLine;
using Telemetry.Host.Options;

namespace Telemetry.Host.Commands;

/// <summary>What every command shares: the settings, and one clear line with exit code 2 where it can't go on.</summary>
internal static class CommandLine
{
    public const int Refused = 2;
    public const int Failed = 1;

    public static readonly Option<string?> ConfigFile = new("--config")
    {
        Description = "File of settings (JSON); telemetry.json in the working folder by default.",
        Recursive = true,
    };

    /// <summary>Runs a command body with its options read and checked; what it refuses is told without a stack trace.</summary>
    public static void SetBody(
        Command command, Func<TelemetryOptions, ParseResult, CancellationToken, Task<int>> body,
        IReadOnlyDictionary<string, string?>? presets = null)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var configuration = Settings.Read(parsed.GetValue(ConfigFile), [.. parsed.UnmatchedTokens], presets);
                return await body(Settings.Bind(configuration), parsed, cancellationToken);
            }
            catch (StartRefusedException refused)
            {
                foreach (var problem in refused.Problems) await Console.Error.WriteLineAsync($"telemetry: {problem}");
                return Refused;
            }
        });
    }
}
