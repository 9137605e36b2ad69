namespace Telemetry.Host.Composition;

/// <summary>Remembers that the host stopped because something failed, so that its exit code says so.</summary>
internal sealed partial class HostFailure(IHostApplicationLifetime lifetime, ILogger<HostFailure> logger)
{
    private int _exitCode;

    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>What was acknowledged before is safe; nothing more may be promised.</summary>
    public void StopBecause(Exception exception)
    {
        if (!IsFirst()) return;
        Log.Stopping(logger, exception);
        lifetime.StopApplication();
    }

    /// <summary>
    /// A loop of the host that ends with an exception ends the host, with an error: half a host that looks alive would
    /// be worse. Whoever supervises it starts it again.
    /// </summary>
    public void Watch(string part, Task? loop) => loop?.ContinueWith(
        ended =>
        {
            if (!IsFirst()) return;
            Log.PartFailed(logger, ended.Exception!.GetBaseException(), part);
            lifetime.StopApplication();
        },
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    // What fails after the first is a consequence of it, and would only hide it.
    private bool IsFirst() => Interlocked.Exchange(ref _exitCode, 1) == 0;

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Critical,
            "This host can no longer keep its promise and stops: nothing more is acknowledged. Where the disk failed a "
            + "write or a sync, look at the disk, then start it again.")]
        public static partial void Stopping(ILogger logger, Exception exception);

        [LoggerMessage(3011, LogLevel.Critical,
            "{Part} failed and this host stops. What was acknowledged is safe in the spool and goes on to the store at "
            + "the next start.")]
        public static partial void PartFailed(ILogger logger, Exception exception, string part);
    }
}
