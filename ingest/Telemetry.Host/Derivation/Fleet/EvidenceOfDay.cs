using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>What stored hours and scales say of some vehicles on a local day, read once.</summary>
internal sealed class EvidenceOfDay
{
    private readonly LocalDay _day;
    private readonly IReadOnlyDictionary<VehicleId, IReadOnlyList<StoredHour>> _hours;
    private readonly IReadOnlyDictionary<VehicleId, StoredHour> _before;
    private readonly IReadOnlyDictionary<VehicleId, VehiclePieces> _pieces;
    private readonly ILookup<VehicleId, WeighingRow> _weighed;

    private EvidenceOfDay(
        LocalDay day, IReadOnlyDictionary<VehicleId, IReadOnlyList<StoredHour>> hours,
        IReadOnlyDictionary<VehicleId, StoredHour> before, IReadOnlyDictionary<VehicleId, VehiclePieces> pieces,
        IReadOnlyList<WeighingRow> weighings)
    {
        (_day, _hours, _before, _pieces, Weighings) = (day, hours, before, pieces, weighings);
        _weighed = weighings.Where(static row => row.Vehicle is not null).ToLookup(static row => row.Vehicle!.Value);
    }

    /// <summary>Of the day and of those around it in which a ticket may come again; of all vehicles.</summary>
    public IReadOnlyList<WeighingRow> Weighings { get; }

    public static async Task<EvidenceOfDay> ReadAsync(
        CityBook book, LocalDay day, IReadOnlyCollection<VehicleId> vehicles, IFleet fleet,
        IReadOnlyList<WeighingRow> weighings, CancellationToken cancellationToken)
    {
        // A visit of the evening before may still take a weighing of the night.
        var slackMs = vehicles.Select(id => book.Fleet.RulesOf(id).Limits.WeighingSlack.TotalMilliseconds)
            .DefaultIfEmpty().Max();
        return new EvidenceOfDay(
            day, await fleet.HoursAsync(vehicles, day.StartMs, day.EndMs, cancellationToken),
            await fleet.BeforeAsync(vehicles, day.StartMs, cancellationToken),
            await fleet.PiecesAsync(
                vehicles, day.StartMs - (long)slackMs, day.EndMs + (long)slackMs, cancellationToken),
            WeighingRow.Newest(weighings));
    }

    public IReadOnlyList<StoredHour> HoursOf(VehicleId vehicle) => _hours.GetValueOrDefault(vehicle) ?? [];

    /// <summary>Until when the last ping before the day speaks for the present, Unix ms; 0 where there is none.
    /// </summary>
    public long FreshBeforeMs(VehicleId vehicle) => _before.GetValueOrDefault(vehicle)?.Figures.FreshUntilMs ?? 0;

    /// <summary>Ended ones that touch the day, and those that go on at its end, as of the last fix.</summary>
    public IEnumerable<Visit> VisitsOf(VehicleId vehicle) =>
        _pieces[vehicle].Visits.Concat(GoingOn(vehicle));

    public bool IsSilent(VehicleId vehicle) =>
        HoursOf(vehicle).Count == 0 && !_weighed[vehicle].Any(row => _day.Contains(row.TimeMs));

    public LoadEvidence Of(VehicleId vehicle) => new(
        _pieces[vehicle].Visits, [.. GoingOn(vehicle)], _pieces[vehicle].Stops, [.. _weighed[vehicle]]);

    /// <summary>The version of what was weighed of a vehicle around the day.</summary>
    public string WeighedOf(VehicleId vehicle) => Version(_weighed[vehicle]);

    public static string Version(IEnumerable<WeighingRow> rows)
    {
        var said = new Fingerprint();
        var any = false;
        foreach (var row in rows)
        {
            any = true;
            said.Say(row.Facility.Value).Say(row.Ticket).Say(row.TimeMs).Say(row.KnownKg).Say(row.Scale)
                .Say(Domain.Registry.WireNames.Of(row.Material));
        }
        return any ? $"weighed:{said}" : "weighed:-";
    }

    // The state of the last hour says what was unfinished then; what ended since stands among the pieces.
    private IEnumerable<Visit> GoingOn(VehicleId vehicle)
    {
        var last = HoursOf(vehicle) is [.., var newest] ? newest : _before.GetValueOrDefault(vehicle);
        if (last is null) return [];
        var ended = _pieces[vehicle].Visits;
        return last.Exit.Visits.Inside
            .Where(open => !ended.Any(visit => visit.Place == open.Place && visit.EnterMs == open.EnterMs))
            .Select(static open => open.SoFar);
    }
}
