using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;

namespace Telemetry.Storage.Derived;

/// <summary>The same questions about one span.</summary>
public static class DerivedQuestions
{
    /// <summary>The readings of one partition by time.</summary>
    public static async Task<IReadOnlyList<FlowSample>> SamplesAsync(
        this IDerivedStore store, Series plantFlow, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) =>
        (await store.SamplesAsync([new SeriesSpan(plantFlow, from, to)], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Declared resets and replacements of one meter by time.</summary>
    public static async Task<IReadOnlyList<TotaliserEvent>> EventsAsync(
        this IDerivedStore store, Series meterEvent, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) =>
        (await store.EventsAsync([new SeriesSpan(meterEvent, from, to)], cancellationToken).ConfigureAwait(false))[0];
}
