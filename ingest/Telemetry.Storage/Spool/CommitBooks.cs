namespace Telemetry.Storage.Spool;

/// <summary>
/// One side of the balance since the start, in objects, taken at one instant. Each term is counted where it happens:
/// on arrival, behind the sync of the spool, behind the sync of the dead letters, when shed, and in the groups.
/// </summary>
public readonly record struct CommitBooks(
    long Received, long Spooled, long DeadLettered, long Shed, long InFlight)
{
    public bool Balance => Received == Spooled + DeadLettered + Shed + InFlight;
}

/// <summary>What one commit did, for histograms.</summary>
/// <param name="Total">From taking the group to its tasks' completion.</param>
/// <param name="Sync">Of it, waiting for the disk to confirm.</param>
public readonly record struct CommitReport(
    int Lines, int DeadLetters, long Bytes, TimeSpan Total, TimeSpan Sync);
