namespace Telemetry.Storage.Operations.Schema;

internal sealed class AlarmRow
{
    public required string Id { get; init; }
    public required string Rule { get; init; }
    public required string Asset { get; init; }
    public required string FloodGroup { get; init; }
    public long OnsetMs { get; init; }
    public int Priority { get; init; }
    public string? District { get; init; }
    public string? UnitEn { get; init; }
    public string? UnitZh { get; init; }
    public required string NameEn { get; init; }
    public required string NameZh { get; init; }
    public double? Value { get; set; }
    public double? LimitValue { get; set; }
    public string Detail { get; set; } = "";
    public long RaisedMs { get; init; }
    public bool Active { get; set; }
    public bool Late { get; set; }
    public long? ReturnedMs { get; set; }
    public string? AckBy { get; set; }
    public long? AckMs { get; set; }
    public string? AckNote { get; set; }
    public string? ShelfBy { get; set; }
    public long? ShelfMs { get; set; }
    public string? ShelfReason { get; set; }
    public long? ShelfUntilMs { get; set; }
    public long? ClosedMs { get; set; }
    public int Occurrences { get; set; }
}

internal sealed class AlarmEventRow
{
    public long Id { get; init; }
    public required string Alarm { get; init; }
    public required string Kind { get; init; }
    public long AtMs { get; init; }
    public required string Actor { get; init; }
    public required string Why { get; init; }
    public string? Before { get; init; }
    public required string After { get; init; }
}

internal sealed class NoticeRow
{
    public long Id { get; init; }
    public required string Channel { get; init; }
    public required string Alarm { get; init; }
    public required string Content { get; init; }
    public long AtMs { get; init; }
    public int Attempts { get; set; }
    public long NextMs { get; set; }
    public long? SentMs { get; set; }
    public long? GivenUpMs { get; set; }
    public string? Error { get; set; }
}
