using Microsoft.Extensions.Time.Testing;
using Telemetry.Host.Pipeline;

namespace Telemetry.Host.Tests.Pipeline;

public sealed class HostClockTests
{
    private static readonly DateTimeOffset BeforeTheProgram = new(1970, 1, 1, 0, 0, 1, TimeSpan.Zero);
    private static readonly DateTimeOffset ProgramBuilt = File.GetLastWriteTimeUtc(typeof(HostClock).Assembly.Location);

    [Fact]
    public void A_clock_older_than_the_program_judges_nobody_until_it_is_set()
    {
        Assert.SkipWhen(Directory.Exists("/run/systemd/timesync"), "systemd-timesyncd has its own say here");
        var time = new FakeTimeProvider(ProgramBuilt.AddSeconds(-5));
        using var sut = new HostClock(ClockTrust.Auto, time);
        Assert.False(sut.IsSynchronised);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sut.IsSynchronised);

        // It is looked at every ten seconds.
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(sut.IsSynchronised);
    }

    [Fact]
    public void Always_is_always()
    {
        using var sut = new HostClock(ClockTrust.Always, new FakeTimeProvider(BeforeTheProgram));

        Assert.True(sut.IsSynchronised);
    }

    [Fact]
    public void The_kernel_is_asked_without_harm()
    {
        using var sut = new HostClock(ClockTrust.Kernel, new FakeTimeProvider(ProgramBuilt));

        // Whatever this machine's kernel says, it says the same twice.
        using var again = new HostClock(ClockTrust.Kernel, new FakeTimeProvider(BeforeTheProgram));
        Assert.Equal(sut.IsSynchronised, again.IsSynchronised);
    }
}
