using System.Globalization;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Observing;

namespace Telemetry.Host.Derivation;

/// <summary>
/// Derived values follow the readings. Degraded at most: readings are acknowledged and stored all the same, and nothing
/// that waits is lost.
/// </summary>
internal sealed class DeriveProbe(DeriveTally tally, DeriveOptions options, TimeProvider time) : IHealthProbe
{
    private const string Name = "derive";

    public HealthCheck Check()
    {
        if (!tally.Leads) return new HealthCheck(Name, HealthState.Ok, "Another process derives.");
        var lag = tally.Lag(time.GetUtcNow());
        if (lag > options.MaxLag)
        {
            return Degraded(string.Create(
                CultureInfo.InvariantCulture,
                $"Derived values are {lag.TotalMinutes:F0} min behind the readings (limit "
                + $"{options.MaxLag.TotalMinutes:F0}). {tally.Trouble}"));
        }
        if (tally.Trouble is { } trouble) return Degraded($"Nothing is derived for now: {trouble}");
        if (tally.LastDifferences > 0)
        {
            return Degraded(
                $"The last reconciliation found {tally.LastDifferences} values other than they should have been, and "
                + $"put them right: a change of readings was not told of.");
        }
        return new HealthCheck(Name, HealthState.Ok, tally.Waiting > 0
            ? $"{tally.Waiting} partitions of a backlog are left." : null);

        static HealthCheck Degraded(string words) => new(Name, HealthState.Degraded, words.TrimEnd());
    }
}
