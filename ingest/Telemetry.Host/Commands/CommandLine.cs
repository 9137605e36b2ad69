using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Telemetry.Domain.Registry.Parsing;
using Telemetry.Host.Options;

namespace Telemetry.Host.Commands;

/// <summary>
/// What every command shares: the settings, and one clear line with exit code 2 where it can't go on.
/// </summary>
internal static class CommandLine
{
    public const int Refused = 2;
    public const int Failed = 1;

    public static readonly Option<string?> ConfigFile = new("--config")
    {
        Description = "File of settings (JSON); telemetry.json in the working folder by default.",
        Recursive = true,
    };

    private static readonly Option<string[]> Setting = new("--setting") { Hidden = true, Recursive = true };

    /// <summary>Runs what the words ask for; words that nobody knows are told, one line each.</summary>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> arguments)
    {
        root.Options.Add(ConfigFile);
        root.Options.Add(Setting);
        var parsed = root.Parse(SettingArguments.Gather(arguments, Setting.Name));
        var problems = Problems(parsed).ToList();
        if (problems.Count > 0) return await RefuseAsync(problems);
        // A stop takes the time that Telemetry:Host:StopTimeout gives it; the two seconds that are usual here would cut
        // it off.
        return await parsed.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>
    /// Runs a command body with its options read and checked; what it refuses is told without a stack trace.
    /// </summary>
    public static void SetBody(
        Command command, Func<TelemetryOptions, ParseResult, CancellationToken, Task<int>> body,
        IReadOnlyDictionary<string, string?>? presets = null)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var configuration = Settings.Read(parsed.GetValue(ConfigFile), parsed.GetValue(Setting) ?? [], presets);
                return await body(Settings.Bind(configuration), parsed, cancellationToken);
            }
            catch (StartRefusedException refused)
            {
                return await RefuseAsync(refused.Problems);
            }
        });
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> problems)
    {
        foreach (var problem in problems) await Console.Error.WriteLineAsync($"telemetry: {problem}");
        return Refused;
    }

    private static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (!ReferenceEquals(parsed.Action, command.Action) && parsed.Action is not ParseErrorAction) yield break;
        var unknown = false;
        foreach (var word in Unknown(parsed))
        {
            unknown = true;
            yield return word.StartsWith('-')
                ? $"'{word}' is no option (settings are given as --Telemetry:Web:Url=http://127.0.0.1:8080)"
                    + Suggestion.For(
                        word, command.Options.Concat(parsed.RootCommandResult.Command.Options).Where(o => !o.Hidden)
                        .Select(o => o.Name))
                : $"'{word}' is no command" + Suggestion.For(word, command.Subcommands.Select(c => c.Name));
        }
        if (unknown) yield break;
        foreach (var error in parsed.Errors)
            yield return $"{error.Message.TrimEnd('.')} (see {Path(parsed.CommandResult)} --help)";
    }

    /// <summary>
    /// Words that no command takes. An argument takes any word, so one that looks like an option is mistyped. Only the
    /// name is told, and not the word behind it: that may be a password.
    /// </summary>
    private static IEnumerable<string> Unknown(ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens.ToHashSet(StringComparer.Ordinal);
        var behindOption = false;
        foreach (
            var token in parsed.Tokens.Where(token => token.Type == TokenType.Argument).Select(token => token.Value))
        {
            var isOption = token.StartsWith('-');
            if (isOption) yield return token.Split('=', 2)[0];
            else if (unmatched.Contains(token) && !behindOption) yield return token;
            behindOption = isOption && !token.Contains('=', StringComparison.Ordinal);
        }
    }

    private static string Path(CommandResult command) => command.Parent is CommandResult parent
        ? $"{Path(parent)} {command.Command.Name}"
        : "telemetry";
}
