using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Host.Options;
using Telemetry.Storage.Probing;

namespace Telemetry.Host.Doctor.Checks;

internal sealed class StoreCheck(StoreOptions options, TimeProvider time) : IDoctorCheck
{
    public string Subject => "store";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping) =>
        options.Kind == StoreKind.Sqlite
            ? [.. SqliteVerdict.Of(new SqliteProbe(options.Sqlite, time).Look(stopping), options.Sqlite)]
            : [.. InfluxDbVerdict.Of(
                await new InfluxDbProbe(options.InfluxDb, time).LookAsync(stopping), options.InfluxDb)];
}
