using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>The two balance equations, read off <c>/metrics</c> as an engineer would.</summary>
internal static class Books
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nothing is on its way, then both equations hold to the last reading.</summary>
    public static async Task BalanceAsync(FlowHost host)
    {
        Dictionary<string, double> metrics = [];
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await host.MetricsAsync();
                return Of(metrics, "telemetry_spool_pending_lines") == 0
                    && Of(metrics, "telemetry_ingest_in_flight") == 0;
            },
            Patience, "the spool to drain");
        Assert.Equal(
            Of(metrics, "telemetry_ingest_received_total"),
            Of(metrics, "telemetry_ingest_spooled_total") + Of(metrics, "telemetry_ingest_dead_lettered_total")
            + Of(metrics, "telemetry_ingest_shed_total") + Of(metrics, "telemetry_ingest_in_flight"));
        Assert.Equal(
            Of(metrics, "telemetry_spool_lines_total"),
            Of(metrics, "telemetry_store_stored_total") + Of(metrics, "telemetry_store_rejected_total")
            + Of(metrics, "telemetry_spool_pending_lines") + Of(metrics, "telemetry_spool_set_aside_lines_total"));
    }

    /// <summary>Waits until all that was stored, declared or edited so far is in the derived values.</summary>
    public static async Task DerivedAsync(FlowHost host, TimeSpan patience)
    {
        var asked = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        await Eventually.TrueAsync(
            async () => Of(await host.MetricsAsync(), "telemetry_derive_settled_seconds") > asked,
            patience, "what is stored to be derived");
    }

    /// <summary>Sum over all label sets of a metric.</summary>
    public static double Of(Dictionary<string, double> metrics, string name) =>
        metrics.Where(sample => sample.Key == name || sample.Key.StartsWith(name + "{", StringComparison.Ordinal)).Sum(
            sample => sample.Value);
}
