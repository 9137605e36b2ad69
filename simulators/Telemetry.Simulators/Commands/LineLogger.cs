using Microsoft.Extensions.Logging;

namespace Telemetry.Simulators.Commands;

/// <summary>Log records as plain lines, Information and above.</summary>
internal sealed class LineLogger(TextWriter output) : ILogger
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _output.WriteLine(formatter(state, exception));
    }
}
