namespace Telemetry.Host.Composition;

/// <summary>Remembers that the host stopped because something failed, so that its exit code says so.</summary>
internal sealed partial class HostFailure(IHostApplicationLifetime lifetime, ILogger<HostFailure> logger)
{
    private int _exitCode;

    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>What was acknowledged before is safe; nothing more may be promised.</summary>
    public void StopBecause(Exception exception)
    {
        if (Interlocked.Exchange(ref _exitCode, 1) != 0) return;
        Log.Stopping(logger, exception);
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Critical,
            "This host can no longer keep its promise and stops: nothing more is acknowledged. Where the disk failed a write or a sync, look at the disk, then start it again.")]
        public static partial void Stopping(ILogger logger, Exception exception);
    }
}
