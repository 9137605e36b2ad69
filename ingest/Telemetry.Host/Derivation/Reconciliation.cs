using System.Globalization;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation;

/// <summary>
/// What the reconciliation under way has found so far. A row that came out other than it stood is a finding only if
/// nothing told of it: readings arrive while days are derived anew, and the change that tells of them is heard later.
/// Only the derivation's own loop touches it.
/// </summary>
internal sealed class Reconciliation(DeriveOptions options)
{
    /// <summary>A reading changes its hour, the one before it and those after; with a clock change's hour.</summary>
    private const long HoursBackMs = 2 * 3_600_000;

    /// <summary>The day of the hour before, of up to 25 hours.</summary>
    private const long DaysBackMs = 26 * 3_600_000;

    private readonly HashSet<Finding> _found = [];
    private DateTimeOffset? _derivedAt;

    /// <summary>Local days of the one under way; 0 where none is.</summary>
    public int Days { get; private set; }

    /// <summary>Vehicles whose hours of these days are derived anew.</summary>
    public int Vehicles { get; private set; }

    public bool IsUnderWay => Days > 0;

    /// <summary>How many rows of which kind it has found, for people; empty where it has found none.</summary>
    public string Kinds => string.Join(", ", _found.CountBy(static finding => finding.Kind)
        .OrderBy(static kind => kind.Key).Select(static kind => string.Create(
            CultureInfo.InvariantCulture, $"{WireNames.Of(kind.Key)} {kind.Value}")));

    public void Begin(int days, int vehicles = 0)
    {
        (Days, Vehicles) = (days, vehicles);
        _derivedAt = null;
        _found.Clear();
    }

    /// <summary>A row was written other than it stood.</summary>
    /// <param name="cause">What its partition was noted for; any other cause explains the difference.</param>
    /// <param name="row">Which of the partition's rows; null where it has one.</param>
    public void Wrote(ChangeCause cause, PartitionKind kind, string subject, long startMs, string? row = null)
    {
        if (cause != ChangeCause.Reconciliation) return;
        // The process before this one noted it, and ended.
        if (!IsUnderWay) Begin(Math.Max(1, options.ReconcileDays));
        _found.Add(new Finding(kind, subject, startMs, row));
    }

    /// <summary>Partitions that a change makes dirty: what was found of them or follows is explained.</summary>
    public void Heard(IReadOnlyCollection<NewPartition> told)
    {
        if (_found.Count == 0) return;
        foreach (var one in told)
        {
            if (one.Cause is ChangeCause.None or ChangeCause.Reconciliation) continue;
            _found.RemoveWhere(finding => Explains(one, finding));
        }
    }

    /// <summary>
    /// Whether every change that was under way while it derived can be seen by now; asked whenever nothing waits.
    /// </summary>
    public bool HasSettled(DateTimeOffset now, TimeSpan overlap) => now - (_derivedAt ??= now) >= overlap;

    /// <returns>How many rows were found other than they should have been.</returns>
    public int End()
    {
        var found = _found.Count;
        _found.Clear();
        (Days, Vehicles) = (0, 0);
        return found;
    }

    private static bool Explains(NewPartition told, Finding finding)
    {
        var isHour = finding.Kind is PartitionKind.MeterHour or PartitionKind.VehicleHour;
        if (finding.StartMs < told.StartMs - (isHour ? HoursBackMs : DaysBackMs)) return false;
        return (told.Kind, finding.Kind) switch
        {
            (PartitionKind.MeterHour, PartitionKind.MeterHour or PartitionKind.MeterDay)
                or (PartitionKind.MeterDay, PartitionKind.MeterDay)
                or (PartitionKind.PlantDay, PartitionKind.PlantDay)
                or (PartitionKind.IndicatorDay, PartitionKind.IndicatorDay)
                // What an hour hands on changes those after it, and a load the days after.
                or (PartitionKind.VehicleHour, PartitionKind.VehicleHour or PartitionKind.VehicleDay)
                or (PartitionKind.VehicleDay, PartitionKind.VehicleDay) => told.Subject == finding.Subject,
            // A weighing is told of as the city's day.
            (PartitionKind.ServiceDay, PartitionKind.VehicleDay)
                or (PartitionKind.VehicleHour or PartitionKind.ServiceDay, PartitionKind.ServiceDay) => true,
            (PartitionKind.MeterHour or PartitionKind.MeterDay or PartitionKind.PlantDay or PartitionKind.VehicleHour
                or PartitionKind.VehicleDay or PartitionKind.ServiceDay, PartitionKind.LoadDay) => true,
            (PartitionKind.MeterHour or PartitionKind.MeterDay, PartitionKind.PlantDay) =>
                MeterKey.Parse(told.Subject).Plant.Value == finding.Subject,
            (PartitionKind.MeterHour or PartitionKind.MeterDay or PartitionKind.PlantDay,
                PartitionKind.IndicatorDay) => true,
            _ => false,
        };
    }

    private readonly record struct Finding(PartitionKind Kind, string Subject, long StartMs, string? Row);
}
