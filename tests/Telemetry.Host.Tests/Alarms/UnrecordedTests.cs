using Telemetry.Domain.Alarms;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;
using Telemetry.Storage.Operations.Places;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Operations.Reviews;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>An operational store that says no for a while costs no alarm, and tells of none twice.</summary>
public sealed class UnrecordedTests : IAsyncLifetime
{
    private readonly AlarmBench _bench = new();

    public ValueTask InitializeAsync() => _bench.OpenStoreAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_could_not_be_recorded_is_recorded_once_the_store_answers()
    {
        var operations = new Stubborn(_bench.Operations);
        using var beat = _bench.CreateBeat(operations);
        for (var i = 0; i < 60; i++)
        {
            operations.Refuses = i is > 10 and < 50;
            try
            {
                await beat.LookAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                Assert.True(operations.Refuses);
            }
            _bench.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(AlarmRule.PlantSilent, Assert.Single(await _bench.OpenAsync()).Rule);
        Assert.Single(await _bench.DueAsync());
    }

    private sealed class Stubborn(IOperations inner) : IOperations, IAlarms
    {
        public bool Refuses { get; set; }

        public event Action? Acted { add => inner.Alarms.Acted += value; remove => inner.Alarms.Acted -= value; }

        public IDerivationState Derivation => inner.Derivation;

        public IDeclaredFigures Declared => inner.Declared;

        public ILedger Ledger => inner.Ledger;

        public IReviews Reviews => inner.Reviews;

        public IPlaceChanges Places => inner.Places;

        public IMonthLocks Locks => inner.Locks;

        public IDayValues DayValues => inner.DayValues;

        public IFleet Fleet => inner.Fleet;

        public IAccounts Accounts => inner.Accounts;

        public IAlarms Alarms => this;

        public INotices Notices => inner.Alarms.Notices;

        public Task<IReadOnlyList<LifeStep>> RecordAsync(
            IReadOnlyList<AlarmMove> moves, Func<Alarm, IEnumerable<NewNotice>> tell,
            CancellationToken cancellationToken) => Refuses
                ? throw new StoreUnavailableException("the disk is full")
                : inner.Alarms.RecordAsync(moves, tell, cancellationToken);

        public Task<IReadOnlyList<Alarm>> OpenAsync(
            DateTimeOffset returnedSince, CancellationToken cancellationToken) =>
            inner.Alarms.OpenAsync(returnedSince, cancellationToken);

        public Task<IReadOnlyList<LifeStep>> EndShelvesAsync(
            string by, Func<Alarm, IEnumerable<NewNotice>> tell, CancellationToken cancellationToken) =>
            inner.Alarms.EndShelvesAsync(by, tell, cancellationToken);

        public Task<LifeStep?> ActAsync(AlarmId id, LifeAction action, CancellationToken cancellationToken) =>
            inner.Alarms.ActAsync(id, action, cancellationToken);

        public Task<Alarm?> FindAsync(AlarmId id, CancellationToken cancellationToken) =>
            inner.Alarms.FindAsync(id, cancellationToken);

        public Task<AlarmPage> ReadAsync(AlarmQuery query, CancellationToken cancellationToken) =>
            inner.Alarms.ReadAsync(query, cancellationToken);

        public Task<IReadOnlyList<AlarmEvent>> EventsAsync(AlarmId id, CancellationToken cancellationToken) =>
            inner.Alarms.EventsAsync(id, cancellationToken);

        public Task<IReadOnlyList<AlarmCount>> CountAsync(CancellationToken cancellationToken) =>
            inner.Alarms.CountAsync(cancellationToken);
    }
}
