namespace Telemetry.Storage.Operations.Schema;

internal sealed class AccountRow
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public required string Folded { get; init; }
    public required string Role { get; set; }
    public bool Enabled { get; set; }
    public string? PasswordHash { get; set; }
    public string? CodeHash { get; set; }
    public long? CodeUntilMs { get; set; }
    public required string Stamp { get; set; }
    public long CreatedMs { get; init; }
    public required string CreatedBy { get; init; }
    public long? SignedInMs { get; set; }
    public long? RemovedMs { get; set; }
}

internal sealed class ApiTokenRow
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public required string Folded { get; init; }
    public required string Role { get; init; }
    public bool Kiosk { get; init; }
    public required string Hash { get; init; }
    public long CreatedMs { get; init; }
    public required string CreatedBy { get; init; }
    public long ExpiresMs { get; init; }
    public long? UsedMs { get; set; }
    public long? RevokedMs { get; set; }
}

internal sealed class EndedSessionRow
{
    public required string Id { get; init; }
    public long UntilMs { get; init; }
}
