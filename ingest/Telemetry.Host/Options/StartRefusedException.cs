namespace Telemetry.Host.Options;

/// <summary>
/// The host can't start as it is set up. Each line names the option to change; there is no stack trace to show.
/// </summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException(params IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    public IReadOnlyList<string> Problems { get; }
}
