namespace Telemetry.Storage.Operations.Schema;

// One class a table, as the file has it: instants in Unix milliseconds, names as on the wire.

internal sealed class LeaseRow
{
    public required string Name { get; init; }
    public required string Holder { get; set; }
    public long Epoch { get; set; }
    public long TakenMs { get; set; }
    public long RenewedMs { get; set; }
    public long UntilMs { get; set; }
}

internal sealed class CursorRow
{
    public required string Consumer { get; init; }
    public long? ChangesMs { get; set; }
    public long Figure { get; set; }
    public string Memo { get; set; } = "";
}

internal sealed class FigureImportRow
{
    public long Id { get; init; }
    public required string Kind { get; init; }
    public required string Sha256 { get; init; }
    public required string FileName { get; init; }
    public int Rows { get; init; }
    public int Added { get; init; }
    public required string Actor { get; init; }
    public long AtMs { get; init; }
}

internal sealed class FigureRow
{
    public long Id { get; init; }
    public required string Kind { get; init; }
    public required string Identity { get; init; }
    public required string Subject { get; init; }
    public required string Slot { get; init; }
    public DateOnly FromDay { get; init; }
    public DateOnly? UntilDay { get; init; }
    public required string Content { get; init; }
    public bool Withdrawn { get; init; }
    public long? Supersedes { get; init; }
    public required string Actor { get; init; }
    public long AtMs { get; init; }
    public required string Why { get; init; }
    public long? Import { get; init; }
}

internal sealed class LedgerEntry
{
    public long Id { get; init; }
    public long AtMs { get; init; }
    public required string Actor { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public DateOnly? Day { get; init; }
    public string? Month { get; init; }
    public required string Why { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
}

internal sealed class ReviewRow
{
    public long Id { get; init; }
    public required string Plant { get; init; }
    public DateOnly Day { get; init; }
    public int Revision { get; init; }
    public required string Actor { get; init; }
    public long AtMs { get; init; }
    public required string Note { get; init; }
}

internal sealed class PublicationRow
{
    public required string Scope { get; init; }
    public required string Month { get; init; }
    public int Revision { get; init; }
    public required string DataVersion { get; init; }
    public long DataVersionMs { get; init; }
    public required string Values { get; init; }
    public required string Actor { get; init; }
    public long AtMs { get; init; }
    public required string Why { get; init; }
}

internal sealed class CopyRow
{
    public required string Scope { get; init; }
    public required string Month { get; init; }
    public int Revision { get; init; }
    public required string Format { get; init; }
    public required string Language { get; init; }
    public int Bytes { get; init; }
    public required string Sha256 { get; init; }
    public required byte[] Content { get; init; }
}

internal sealed class PendingRow
{
    public long Id { get; init; }
    public required string Scope { get; init; }
    public required string Month { get; init; }
    public required string State { get; set; }
    public int BaseRevision { get; init; }
    public required string Published { get; init; }
    public required string Computed { get; set; }
    public required string DataVersion { get; set; }
    public long DataVersionMs { get; set; }
    public int Cause { get; set; }
    public long OpenedMs { get; init; }
    public long UpdatedMs { get; set; }
    public string? DecidedBy { get; set; }
    public long? DecidedMs { get; set; }
    public string? DecidedWhy { get; set; }
}

internal sealed class DayValueRow
{
    public required string Subject { get; init; }
    public DateOnly Day { get; init; }
    public required string State { get; set; }
    public required string Values { get; set; }
    public int Revision { get; set; }
    public long AtMs { get; set; }
}
