using System.Globalization;
using System.Text.Json;
using Telemetry.Benchmarks.Load;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>What the host said of itself at one time.</summary>
/// <param name="Pending">Lines that wait for the store.</param>
/// <param name="PendingSeconds">Age of the oldest of them.</param>
/// <param name="DeriveLag">Since the store's changes were last taken in, seconds; NaN where it doesn't say.</param>
/// <param name="OldestWaiting">Age of the oldest partition that waits to be derived, seconds.</param>
/// <param name="Waiting">Partitions that wait, by kind.</param>
/// <param name="Derived">Partitions derived since the start, by kind.</param>
internal sealed record HostSigns(
    long Pending, double PendingSeconds, double DeriveLag, double OldestWaiting,
    IReadOnlyDictionary<string, double> Waiting, IReadOnlyDictionary<string, double> Derived)
{
    public static async Task<HostSigns> ReadAsync(BenchHost host)
    {
        var spool = (await host.StatusAsync()).GetProperty("spool");
        var metrics = (await host.GetAsync("/metrics")).Split('\n');
        return new HostSigns(
            spool.GetProperty("pending").GetInt64(),
            spool.TryGetProperty("oldest_pending_seconds", out var oldest) && oldest.ValueKind == JsonValueKind.Number
                ? oldest.GetDouble() : 0,
            One(metrics, "telemetry_derive_lag"), One(metrics, "telemetry_derive_oldest_waiting"),
            ByKind(metrics, "telemetry_derive_waiting"), ByKind(metrics, "telemetry_derive_recomputed"));
    }

    /// <summary>The kinds of which there is any.</summary>
    public static string Words(IReadOnlyDictionary<string, double> byKind)
    {
        var words = byKind.Where(static one => one.Value > 0).Select(static one => string.Create(
            CultureInfo.InvariantCulture, $"{one.Key} {one.Value:#,0}"));
        return string.Join(", ", words) is { Length: > 0 } some ? some : "none";
    }

    private static double One(string[] metrics, string name) =>
        Of(metrics, name).Select(Value).DefaultIfEmpty(double.NaN).Max();

    private static Dictionary<string, double> ByKind(string[] metrics, string name)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in Of(metrics, name))
        {
            var at = line.IndexOf("kind=\"", StringComparison.Ordinal);
            if (at >= 0) found[line[(at + 6)..].Split('"')[0]] = Value(line);
        }
        return found;
    }

    // A unit may stand behind the name: telemetry_derive_lag_seconds.
    private static IEnumerable<string> Of(string[] metrics, string name) =>
        metrics.Where(line => line.StartsWith(name, StringComparison.Ordinal));

    // Behind the labels; a time of the sample may follow.
    private static double Value(string line) => double.Parse(
        line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .First(static word => char.IsAsciiDigit(word[0]) || word[0] == '-'),
        CultureInfo.InvariantCulture);
}
