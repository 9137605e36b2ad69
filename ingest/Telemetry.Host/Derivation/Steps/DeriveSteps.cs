using Telemetry.Domain.Calendar;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>The steps from hours to rates, and what they share.</summary>
internal sealed class DeriveSteps
{
    private readonly IDerivedStore _store;
    private readonly RawDays _raw;
    private readonly HourStep _hours;
    private readonly MeterDayStep _meterDays;
    private readonly PlantDayStep _plantDays;
    private readonly IndicatorStep _rates;
    private readonly VehicleHourStep _vehicleHours;
    private readonly VehicleDayStep _vehicleDays;
    private readonly ServiceDayStep _serviceDays;
    private readonly LoadDayStep _loadDays;

    public DeriveSteps(
        IDerivedStore store, IOperations operations, RawDays raw, FinalityClock clock,
        IEnumerable<IMonthRevisions> reports, Reconciliation reconciliation, DeriveOptions options, DeriveTally tally,
        TimeProvider time)
    {
        _store = store;
        _raw = raw;
        Clock = clock;
        Locked = new MonthsLocked(operations.Locks);
        Revisions = new PendingRevisions(Locked, reports);
        var writer = new DayWriter(
            store, operations, Locked, clock, options.Finality, reconciliation, time, tally);
        _hours = new HourStep(store, operations.Derivation, reconciliation, tally);
        _meterDays = new MeterDayStep(store, writer, operations.Derivation, tally);
        _plantDays = new PlantDayStep(store, writer, operations.Derivation, tally);
        _rates = new IndicatorStep(store, writer, operations.Derivation, tally);
        _vehicleHours = new VehicleHourStep(store, operations, reconciliation, tally);
        _vehicleDays = new VehicleDayStep(store, operations, raw, writer, reconciliation, tally);
        _serviceDays = new ServiceDayStep(operations, raw, reconciliation, tally, time);
        _loadDays = new LoadDayStep(store, operations, raw, writer, tally);
    }

    public FinalityClock Clock { get; }

    public MonthsLocked Locked { get; }

    public PendingRevisions Revisions { get; }

    /// <param name="noted">Of one kind and one local day; hours of one meter, or one hour of vehicles.</param>
    public async Task RunAsync(
        CityBook book, PartitionKind kind, LocalDay day, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case PartitionKind.MeterHour:
                await _hours.RunAsync(book, noted, figures, cancellationToken);
                break;
            case PartitionKind.MeterDay:
                await _meterDays.RunAsync(book, day, noted, figures, cancellationToken);
                break;
            case PartitionKind.VehicleHour:
                await _vehicleHours.RunAsync(book, noted, cancellationToken);
                break;
            case PartitionKind.VehicleDay:
                await _vehicleDays.RunAsync(book, day, noted, figures, cancellationToken);
                break;
            case PartitionKind.ServiceDay:
                await _serviceDays.RunAsync(book, day, noted, figures, cancellationToken);
                break;
            case PartitionKind.LoadDay:
                await _loadDays.RunAsync(book, day, noted, figures, cancellationToken);
                break;
            default:
                var read = await DayBook.ReadAsync(book, day, _store, _raw, figures, cancellationToken);
                await (kind == PartitionKind.PlantDay
                    ? _plantDays.RunAsync(read, noted, cancellationToken)
                    : _rates.RunAsync(read, noted, cancellationToken));
                break;
        }
    }
}
