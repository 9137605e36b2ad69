using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Host.Derivation.Recompute;

/// <summary>What came of it.</summary>
/// <param name="Days">Local days derived anew.</param>
/// <param name="Changed">Rows whose value became another.</param>
internal readonly record struct Recomputed(int Days, long Changed);

/// <summary>A wish to derive local days anew, from the readings on.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Plant">Only this plant's; all where null.</param>
internal sealed record RecomputeWish(DateOnly From, DateOnly To, PlantId? Plant)
{
    private readonly TaskCompletionSource<Recomputed> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Recomputed> Done => _done.Task;

    public void Complete(Recomputed recomputed) => _done.TrySetResult(recomputed);
}

/// <summary>Wishes wait here for the one who derives.</summary>
internal sealed class RecomputeQueue
{
    private readonly ConcurrentQueue<RecomputeWish> _wishes = new();

    public void Add(RecomputeWish wish) => _wishes.Enqueue(wish);

    public bool TryTake([NotNullWhen(true)] out RecomputeWish? wish) => _wishes.TryDequeue(out wish);
}
