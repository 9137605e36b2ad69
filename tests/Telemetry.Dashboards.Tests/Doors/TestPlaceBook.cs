using Telemetry.Dashboards.Places;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>A registry in memory, edited by the real rules; it keeps what was wished.</summary>
internal sealed class TestPlaceBook(TestRegistry registry) : IPlaceBook
{
    public List<PlaceWish> Wishes { get; } = [];

    /// <summary>Why the file can't be written; null where it can.</summary>
    public string? Stuck { get; set; }

    public Task<PlaceReceipt> CarryOutAsync(PlaceWish wish, CancellationToken cancellationToken)
    {
        Wishes.Add(wish);
        if (Stuck is { } words)
            return Task.FromResult(new PlaceReceipt(new PlaceVerdict(PlaceOutcome.Stuck, null, null, []), words));
        var verdict = PlaceVerdict.Judge(registry.File, wish.At, wish.Draft, wish.Version);
        if (verdict.IsChange) registry.Replace(verdict.Edit!.File);
        return Task.FromResult(new PlaceReceipt(verdict));
    }
}
