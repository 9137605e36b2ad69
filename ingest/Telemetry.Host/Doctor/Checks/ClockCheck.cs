using Telemetry.Host.Pipeline;

namespace Telemetry.Host.Doctor.Checks;

internal sealed class ClockCheck(ClockTrust trust, TimeProvider time) : IDoctorCheck
{
    public string Subject => "clock";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping)
    {
        using var host = new HostClock(trust, time);
        using var kernel = new HostClock(ClockTrust.Kernel, time);
        return Task.FromResult<IReadOnlyList<Finding>>(
            [Of(host.IsSynchronised, trust), OfKernel(kernel.IsSynchronised), OfTimesync(HostClock.Timesync)]);
    }

    internal static Finding Of(bool sure, ClockTrust trust) => sure
        ? Finding.Ok($"this host's clock is trusted (Telemetry:Host:Clock {trust})")
        : Finding.Warning(
            $"this host's clock is not trusted (Telemetry:Host:Clock {trust})",
            "nothing is rejected for its time, readings carry a flag instead",
            "let NTP set the clock; Telemetry:Host:Clock Always where something else keeps it right");

    internal static Finding OfKernel(bool sure) => sure
        ? Finding.Ok("the kernel holds it synchronised")
        : Finding.Note("the kernel does not hold it synchronised: usual in containers and virtual machines, whose host "
            + "keeps the time");

    internal static Finding OfTimesync(bool? synchronised) => synchronised switch
    {
        true => Finding.Ok("systemd-timesyncd has synchronised it"),
        false => Finding.Warning(
            "systemd-timesyncd runs and has not synchronised yet", "the clock may be wrong",
            "timedatectl timesync-status tells why; the network's firewall has to let NTP (UDP 123) out"),
        null => Finding.Note("systemd-timesyncd does not run here"),
    };
}
