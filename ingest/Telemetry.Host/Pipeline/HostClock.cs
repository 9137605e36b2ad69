using System.Reflection;
using System.Runtime.InteropServices;
using Telemetry.Domain.Readings;

namespace Telemetry.Host.Pipeline;

public enum ClockTrust
{
    /// <summary>
    /// Unsure while the clock is earlier than this program was built, or while systemd-timesyncd runs and has not
    /// synchronised yet. The default: right on gateways without a battery clock, silent in virtual machines and
    /// containers, whose kernel reports "unsynchronised" for ever because their host keeps the time.
    /// </summary>
    Auto,

    /// <summary>The kernel's word (adjtimex): unsure until NTP has set it.</summary>
    Kernel,

    /// <summary>Always sure.</summary>
    Always,
}

/// <summary>
/// Whether this host's own clock can judge others. While it can't, nothing is rejected for its time, and readings
/// carry a flag instead.
/// </summary>
internal sealed partial class HostClock : IHostClock, IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);
    private const string TimesyncFolder = "/run/systemd/timesync";
    private const int TimeError = 5;

    private static readonly DateTimeOffset Built = BuildTime();

    private readonly ClockTrust _trust;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile bool _sure;

    public HostClock(ClockTrust trust, TimeProvider time)
    {
        _trust = trust;
        _time = time;
        _sure = Check();
        _timer = time.CreateTimer(_ => _sure = Check(), null, CheckInterval, CheckInterval);
    }

    /// <summary>Read for every object, so it is a field; looked up again every ten seconds.</summary>
    public bool IsSynchronised => _sure;

    /// <summary>Whether systemd-timesyncd has set the clock; null where it doesn't run.</summary>
    public static bool? Timesync =>
        Directory.Exists(TimesyncFolder) ? File.Exists(Path.Combine(TimesyncFolder, "synchronized")) : null;

    public void Dispose() => _timer.Dispose();

    private bool Check() => _trust switch
    {
        ClockTrust.Always => true,
        ClockTrust.Kernel => !OperatingSystem.IsLinux() || KernelIsSure(),
        _ => _time.GetUtcNow() >= Built
            && Timesync is not false,
    };

    private static DateTimeOffset BuildTime()
    {
        var file = Assembly.GetExecutingAssembly().Location;
        return file.Length == 0
            ? DateTimeOffset.UnixEpoch : new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
    }

    private static bool KernelIsSure()
    {
        // struct timex is 208 bytes on 64-bit Linux; all zero means "read only". The answer is the clock's state.
        Span<byte> timex = stackalloc byte[256];
        timex.Clear();
        return AdjustTime(ref MemoryMarshal.GetReference(timex)) is >= 0 and not TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime(ref byte timex);
}
