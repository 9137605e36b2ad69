using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Operations.Reviews;

/// <summary>
/// A day is reviewed by plant. A value that changes afterwards has another revision, and is unreviewed again.
/// </summary>
public interface IReviews
{
    /// <summary>
    /// Keeps that somebody looked at a plant's day and stands by it; one row of the ledger. The same actor, day and
    /// revision once more changes nothing.
    /// </summary>
    /// <param name="revision">Of the plant's day that was looked at.</param>
    /// <param name="note">What is to be said about it, at most 1,000 characters; may be empty.</param>
    Task<Review> ReviewAsync(
        PlantId plant, DateOnly day, int revision, string note, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Reviews of days from <paramref name="from"/> to before <paramref name="until"/>, oldest first.
    /// </summary>
    /// <param name="plant">Null for all.</param>
    Task<IReadOnlyList<Review>> ListAsync(
        PlantId? plant, DateOnly from, DateOnly until, CancellationToken cancellationToken);
}

/// <param name="Revision">Of the plant's day that was looked at.</param>
public sealed record Review(
    long Id, PlantId Plant, DateOnly Day, int Revision, Actor Actor, DateTimeOffset At, string Note);
