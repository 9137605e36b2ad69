using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Storage.Files;
using Telemetry.Storage.Probing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Doctor.Checks;

internal sealed class DiskCheck(SpoolOptions options, TimeProvider time) : IDoctorCheck
{
    public string Subject => "disk";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping)
    {
        var seen = DiskProbe.Look(options.Folder, DiskFiles.Instance, time);
        if (seen.Trouble is null) figures.Commit = seen.MedianSync;
        return Task.FromResult<IReadOnlyList<Finding>>([.. DiskVerdict.Of(seen, options)]);
    }
}
