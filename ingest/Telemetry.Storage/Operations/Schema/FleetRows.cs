namespace Telemetry.Storage.Operations.Schema;

internal abstract class TalliedRow
{
    public double DrivenM { get; init; }
    public double WorkingM { get; init; }
    public long DrivingMs { get; init; }
    public long WorkingMs { get; init; }
    public long IdleMs { get; init; }
    public double TopKmh { get; init; }
}

internal sealed class VehicleHourRow : TalliedRow
{
    public required string Vehicle { get; init; }
    public long HourMs { get; init; }
    public long EndMs { get; init; }
    public DateOnly Day { get; init; }
    public int HourOfDay { get; init; }
    public double UnseenM { get; init; }
    public int Pings { get; init; }
    public int Accepted { get; init; }
    public int NoFix { get; init; }
    public int Inaccurate { get; init; }
    public int Far { get; init; }
    public int TripsEnded { get; init; }
    public int StopsBegun { get; init; }
    public long CoveredMs { get; init; }
    public long FreshUntilMs { get; init; }
    public required string EntryState { get; init; }
    public required string ExitState { get; init; }
    public required string Digest { get; init; }
    public required string Inputs { get; init; }
}

internal sealed class TripRow : TalliedRow
{
    public required string Vehicle { get; init; }
    public long HourMs { get; init; }
    public int Nr { get; init; }
    public long FromMs { get; init; }
    public double FromLat { get; init; }
    public double FromLon { get; init; }
    public long UntilMs { get; init; }
    public double UntilLat { get; init; }
    public double UntilLon { get; init; }
    public required string EndedBy { get; init; }
}

internal sealed class StopRow : TalliedRow
{
    public required string Vehicle { get; init; }
    public long HourMs { get; init; }
    public int Nr { get; init; }
    public long FromMs { get; init; }
    public double Lat { get; init; }
    public double Lon { get; init; }
    public long UntilMs { get; init; }
    public required string EndedBy { get; init; }
    public double? LoadFromKg { get; init; }
    public double? LoadUntilKg { get; init; }
}

internal sealed class SpeedingRow
{
    public required string Vehicle { get; init; }
    public long HourMs { get; init; }
    public int Nr { get; init; }
    public long FromMs { get; init; }
    public double Lat { get; init; }
    public double Lon { get; init; }
    public long UntilMs { get; init; }
    public double TopKmh { get; init; }
    public double LimitKmh { get; init; }
    public bool Working { get; init; }
}

internal sealed class VisitRow
{
    public required string Vehicle { get; init; }
    public long HourMs { get; init; }
    public int Nr { get; init; }
    public required string PlaceKind { get; init; }
    public required string Place { get; init; }
    public long FromMs { get; init; }
    public long UntilMs { get; init; }
    public required string EndedBy { get; init; }
    public int Fixes { get; init; }
    public long StoodMs { get; init; }
    public bool Worked { get; init; }
    public bool TellsWork { get; init; }
}

internal sealed class VehicleDayRow
{
    public required string Vehicle { get; init; }
    public DateOnly Day { get; init; }
    public string? OpenLoad { get; init; }
    public required string Digest { get; init; }
    public required string Inputs { get; init; }
}

internal sealed class LoadRow
{
    public required string Vehicle { get; init; }
    public DateOnly Day { get; init; }
    public int Nr { get; init; }
    public required string Material { get; init; }
    public required string EndedBy { get; init; }
    public long EndMs { get; init; }
    public long? CollectFromMs { get; init; }
    public long? CollectUntilMs { get; init; }
    public required string Points { get; init; }
    public string? Facility { get; init; }
    public long? GateInMs { get; init; }
    public long? GateOutMs { get; init; }
    public required string Tickets { get; init; }
    public double? NetKg { get; init; }
    public long? LetGoMs { get; init; }
    public double? LetGoLat { get; init; }
    public double? LetGoLon { get; init; }
    public string? LetGoKind { get; init; }
    public string? LetGoPlace { get; init; }
}

internal sealed class ServiceDayRow
{
    public DateOnly Day { get; init; }
    public long StartMs { get; init; }
    public long EndMs { get; init; }
    public required string Digest { get; init; }
    public required string Inputs { get; init; }
}

internal sealed class RoundRow
{
    public DateOnly Day { get; init; }
    public int Nr { get; init; }
    public required string Round { get; init; }
    public required string Vehicle { get; init; }
    public bool? OrderKept { get; init; }
}

internal sealed class RoundPointRow
{
    public DateOnly Day { get; init; }
    public int RoundNr { get; init; }
    public int Nr { get; init; }
    public required string Point { get; init; }
    public string? District { get; init; }
    public long FromMs { get; init; }
    public long UntilMs { get; init; }
    public required string State { get; init; }
    public long? ServedMs { get; init; }
    public string? ServedBy { get; init; }
}

internal sealed class UnmatchedRow
{
    public DateOnly Day { get; init; }
    public int Nr { get; init; }
    public required string Reason { get; init; }
    public required string Facility { get; init; }
    public required string Material { get; init; }
    public required string Scale { get; init; }
    public required string Ticket { get; init; }
    public long AtMs { get; init; }
    public double? GrossKg { get; init; }
    public double? TareKg { get; init; }
    public double? NetKg { get; init; }
    public string? Source { get; init; }
    public string? Vehicle { get; init; }
}
