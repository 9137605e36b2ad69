using Telemetry.Domain.Calendar;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>
/// Days whose state changes with time alone. Kept in memory: what is provisional is looked up again at each start.
/// </summary>
internal sealed class FinalityClock
{
    private readonly Dictionary<(PartitionKind Kind, string Subject, long StartMs), DateTimeOffset> _due = [];

    public int Count => _due.Count;

    public void Wake(DateTimeOffset at, PartitionKind kind, DayDraft draft, LocalDay day) =>
        Wake(at, kind, PartitionOf(kind, draft.Subject), day.StartMs);

    public void Wake(DateTimeOffset at, PartitionKind kind, string subject, long startMs) =>
        _due[(kind, subject, startMs)] = at;

    /// <summary>What is due, once.</summary>
    public IReadOnlyList<NewPartition> TakeDue(DateTimeOffset now)
    {
        var due = _due.Where(one => one.Value <= now).Select(one => one.Key).ToList();
        foreach (var one in due) _due.Remove(one);
        return [.. due.Select(one => new NewPartition(one.Kind, one.Subject, one.StartMs, ChangeCause.None))];
    }

    /// <summary>
    /// The partition that a daily value is derived with: an indicator's day is derived as a whole, and so are the
    /// city's loads.
    /// </summary>
    public static string PartitionOf(PartitionKind kind, ValueSubject value)
    {
        if (kind == PartitionKind.LoadDay) return FleetBook.City;
        // plant:ID, meter:PLANT/METER, vehicle:ID, indicator:ID/DISTRICT/BASIS
        var subject = value.ToString();
        var name = subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return kind == PartitionKind.IndicatorDay ? name[..name.IndexOf('/', StringComparison.Ordinal)] : name;
    }
}
