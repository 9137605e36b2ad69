using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry.Editing;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Places;

/// <summary>The registry's file, for those who change a place of it. One change at a time.</summary>
public interface IPlaceBook
{
    /// <summary>
    /// Replaces the file and notes it in the ledger. When the task completes, the registry in force has it.
    /// </summary>
    Task<PlaceReceipt> CarryOutAsync(PlaceWish wish, CancellationToken cancellationToken);
}

/// <param name="At">The place, by the kind that it has so far.</param>
/// <param name="Draft">As it is to be; null to take it out.</param>
/// <param name="Version">Of the registry that was looked at; null where any will do.</param>
public sealed record PlaceWish(PlaceKey At, PlaceDraft? Draft, string? Version, Actor Actor, string Why);

/// <param name="Words">What stands in the way, where the file is stuck.</param>
public sealed record PlaceReceipt(PlaceVerdict Verdict, string? Words = null);
