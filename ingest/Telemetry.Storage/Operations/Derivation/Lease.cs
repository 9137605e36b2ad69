namespace Telemetry.Storage.Operations.Derivation;

/// <param name="Epoch">Grows each time it changes hands; a lease of an older one was lost.</param>
/// <param name="TakenAt">When this holder took it.</param>
/// <param name="RenewedAt">When its end was last put off.</param>
/// <param name="Until">Others may take it from this instant on.</param>
public sealed record Lease(
    string Name, string Holder, long Epoch, DateTimeOffset TakenAt, DateTimeOffset RenewedAt, DateTimeOffset Until)
{
    public bool HoldsAt(DateTimeOffset now) => now < Until;
}
