namespace Telemetry.Dashboards.Status;

/// <summary>
/// <c>received = spooled + dead_lettered + shed + in_flight</c>, in objects as delivered. Each term is counted at its
/// own place, none as a difference; the two results are computed here, from them alone.
/// </summary>
/// <param name="Received">Objects that arrived.</param>
/// <param name="Spooled">On disk, as readings.</param>
/// <param name="DeadLettered">On disk, as dead letters.</param>
/// <param name="Shed">Dropped under load; QoS 0 only.</param>
/// <param name="InFlight">Arrived and not yet synced.</param>
public sealed record IntakeBooks(long Received, long Spooled, long DeadLettered, long Shed, long InFlight)
{
    /// <summary>Received less all the other terms; 0 where the books balance.</summary>
    public long Difference => Received - Spooled - DeadLettered - Shed - InFlight;

    public bool Balanced => Difference == 0;
}

/// <summary><c>spooled = stored + store_rejected + pending + set_aside</c>, in lines of the spool.</summary>
/// <param name="Spooled">Lines ever written to this spool.</param>
/// <param name="Stored">Taken by the store, as it answered.</param>
/// <param name="StoreRejected">Refused by the store for good; each is a dead letter.</param>
/// <param name="Pending">Waiting in the spool.</param>
/// <param name="SetAside">In blocks that could not be read back and were put aside.</param>
public sealed record StoreBooks(long Spooled, long Stored, long StoreRejected, long Pending, long SetAside)
{
    /// <summary>Spooled less all the other terms; 0 where the books balance.</summary>
    public long Difference => Spooled - Stored - StoreRejected - Pending - SetAside;

    public bool Balanced => Difference == 0;
}
