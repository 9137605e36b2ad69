namespace Telemetry.Storage.Operations.Places;

/// <summary>
/// Notes what people change of the registry's places. The places themselves stand in the registry's file.
/// </summary>
public interface IPlaceChanges
{
    /// <summary>Adds one row to the ledger; on disk when the task completes.</summary>
    Task NoteAsync(PlaceChange change, Actor actor, string why, CancellationToken cancellationToken);
}

/// <param name="Place">As the file calls it from now on, kind and name: <c>collection_point/dinghai-gh-01</c>.</param>
/// <param name="Before">JSON; null where the place is new.</param>
/// <param name="After">JSON; null where it is gone.</param>
public sealed record PlaceChange(string Place, string? Before, string? After)
{
    /// <summary>What takes it back.</summary>
    public PlaceChange Reversed => this with { Before = After, After = Before };
}
