using System.Globalization;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Observing;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Derivation;

/// <summary>
/// Derived values follow the readings. Degraded at most: readings are acknowledged and stored all the same, and nothing
/// that waits is lost.
/// </summary>
internal sealed class DeriveProbe(
    DeriveTally tally, IDerivedStore store, DeriveOptions options, TimeProvider time) : IHealthProbe
{
    private const string Name = "derive";

    public HealthCheck Check()
    {
        if (!tally.Leads)
        {
            return tally.Trouble is { } obstacle
                ? Degraded($"This process can't find out whether another one derives: {obstacle}")
                : new HealthCheck(Name, HealthState.Ok, "Another process derives.");
        }
        var lag = tally.Lag(time.GetUtcNow());
        if (lag > options.MaxLag)
        {
            return Degraded(string.Create(
                CultureInfo.InvariantCulture,
                $"Derived values are {lag.TotalMinutes:F0} min behind the readings (limit "
                + $"{options.MaxLag.TotalMinutes:F0}). {tally.Trouble ?? store.Condition.Detail}"));
        }
        if (tally.Trouble is { } trouble) return Degraded($"Nothing is derived for now: {trouble}");
        // A write waits for as long as it takes: the round has not come back to tell of it.
        if (store.Condition is { Trouble: not StoreTrouble.None, Detail: var detail })
            return Degraded($"Nothing is derived for now: {detail}");
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
