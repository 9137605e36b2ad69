using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Host.Options;

namespace Telemetry.Host.Doctor.Checks;

/// <summary>Last: from what the others measured.</summary>
internal sealed class ThroughputCheck(TelemetryOptions options) : IDoctorCheck
{
    public string Subject => "throughput";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping) =>
        Task.FromResult<IReadOnlyList<Finding>>([ThroughputVerdict.Of(figures, options)]);
}
