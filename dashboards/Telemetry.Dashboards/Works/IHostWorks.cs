using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Works;

/// <summary>
/// What an engineer asks of the host beside its status: devices that need a look, and rejected readings to be offered
/// again. In a process without the ingest role each throws <c>StoreUnavailableException</c>: it lies with the ingest
/// hosts.
/// </summary>
public interface IHostWorks
{
    /// <summary>Assets that sent and that the registry doesn't know, in no order; since the host's start.</summary>
    IReadOnlyCollection<UnregisteredAsset> Unregistered();

    /// <summary>Devices whose clock is wrong, in no order; since the host's start.</summary>
    IReadOnlyCollection<SkewedClock> Skewed();

    /// <summary>Offers dead letters to the pipeline again.</summary>
    /// <returns>Null where it is asked for and not done yet: the host does it as soon as it can.</returns>
    Task<LettersReplayed?> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}

/// <param name="Replayed">Letters offered again.</param>
/// <param name="RejectedAgain">Of these, rejected once more; each is a new letter.</param>
/// <param name="Unfit">Letters that can't be offered: bytes not kept whole, or refused by the store.</param>
/// <param name="Missing">Ids that are not there.</param>
public sealed record LettersReplayed(int Replayed, int RejectedAgain, int Unfit, int Missing);
