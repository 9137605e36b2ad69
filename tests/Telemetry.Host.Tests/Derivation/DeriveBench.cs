using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Host.Derivation;
using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Live;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A store's file, an operational store and a derivation over them, which can end at any instant.</summary>
internal sealed class DeriveBench : IAsyncDisposable, IRejectedLines
{
    private readonly TempFolder _folder = new("derive");
    private readonly IBenchStore _store;
    private readonly OperationalStore _operations;
    private SpoolPosition _position = new(1, 0, 0);
    private readonly Dictionary<PartitionKind, long> _before = [];
    private Deriver? _deriver;

    private DeriveBench(SmallCity city, FakeTimeProvider time, IBenchStore store)
    {
        City = city;
        Time = time;
        _store = store;
        _operations = OperationalStore.Open(
            new OperationsOptions { Path = _folder.File("operations.db") }, time,
            NullLogger<OperationalStore>.Instance);
    }

    public SmallCity City { get; }

    public FakeTimeProvider Time { get; }

    public DeriveOptions Options { get; } = new() { ReconcileDays = 0 };

    public DeriveTally Tally { get; private set; } = new();

    public Crash Crash { get; } = new();

    public IDerivedStore Store => _store.Derived;

    public ITelemetryReader Reader => _store.Reader;

    public IOperations Operations => _operations;

    public Revisions Months { get; } = new();

    /// <summary>The reports that locked months are held against; null to keep only which were asked for.</summary>
    public IMonthRevisions? Reports { get; set; }

    /// <param name="open">Makes the store by a clock; a database file where null.</param>
    public static async Task<DeriveBench> OpenAsync(
        DateTimeOffset now, SmallCity? city = null, Func<TimeProvider, Task<IBenchStore>>? open = null)
    {
        var time = new FakeTimeProvider(now);
        var store = open is null ? new SqliteBenchStore(time) : await open(time);
        var bench = new DeriveBench(city ?? new SmallCity(), time, store);
        await store.Readings.OpenAsync(CancellationToken.None);
        return bench;
    }

    /// <summary>One batch of readings of the plant's meters.</summary>
    public Task WriteAsync(params IReadOnlyCollection<Sample> samples) =>
        WriteLinesAsync([.. samples.Select(static sample => sample.Line)]);

    /// <summary>One batch of readings of any kind, as line protocol.</summary>
    public async Task WriteLinesAsync(IReadOnlyCollection<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
        var end = new SpoolPosition(1, _position.Offset + bytes.Length, _position.Line + lines.Count);
        var receipt = await _store.Readings.WriteAsync(
            new StoreBatch(Guid.Empty, bytes, lines.Count, _position, end), this, CancellationToken.None);
        Assert.Equal(lines.Count, receipt.Stored);
        _position = end;
    }

    /// <summary>A reading written by another program: no change tells of it.</summary>
    public Task WriteUntoldAsync(Sample sample) => _store.WriteUntoldAsync(sample);

    /// <summary>A vehicle's ping written by another program.</summary>
    public Task WriteUntoldAsync(string vehicle, DateTimeOffset at, double lat) =>
        _store.WriteUntoldAsync(vehicle, at, lat);

    /// <summary>Rounds until nothing waits, each crash followed by a new process.</summary>
    /// <param name="meanwhile">Done before each piece of work.</param>
    public async Task<int> DrainAsync(Func<Task>? meanwhile = null)
    {
        var crashes = 0;
        while (true)
        {
            try
            {
                _deriver ??= NewDeriver();
                if (!await _deriver.RoundAsync(_ => meanwhile?.Invoke() ?? Task.CompletedTask, CancellationToken.None)
                    && await IsStillAsync()) return crashes;
            }
            catch (CrashException)
            {
                crashes++;
                _deriver = null;
            }
        }
    }

    /// <summary>Publishes today's figures so far, once.</summary>
    public Task PublishTodayAsync(ILivePublisher publisher)
    {
        var options = new TelemetryOptions { Derive = Options };
        options.Host.Name = "h";
        var beat = new TodayBeat(
            _store.Derived, _operations, _deriver ??= NewDeriver(), publisher, Tally, options, Time);
        return beat.PublishAsync(CancellationToken.None);
    }

    /// <summary>Another process takes over, with what is on disk.</summary>
    public void Restart()
    {
        _deriver = null;
        Tally = new DeriveTally();
        _before.Clear();
    }

    /// <summary>Counts from here on.</summary>
    public void CountFromHere()
    {
        foreach (var kind in Enum.GetValues<PartitionKind>()) _before[kind] = Tally.RecomputedOf(kind);
    }

    public long Recomputed(PartitionKind kind) => Tally.RecomputedOf(kind) - _before.GetValueOrDefault(kind);

    /// <summary>Derives every partition of some days anew.</summary>
    public async Task AgainAsync(DateOnly from, DateOnly to)
    {
        await DrainAsync();
        var book = new CityBook(City.Current, Options);
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            await _operations.Derivation.NoteAsync(
                [
                    .. WholeDays.Of(book, book.Calendar.Day(date), ChangeCause.None),
                    .. WholeDays.OfFleet(
                        book, book.Calendar.Day(date), ChangeCause.None, book.RunningHourMs(Time.GetUtcNow())),
                ],
                null, CancellationToken.None);
        }
        await DrainAsync();
    }

    /// <summary>Every derived row of the store as text, in the order of series and time.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(params string[] without)
    {
        var rows = new List<string>();
        foreach (var measurement in DerivedMeasurements.All)
        {
            foreach (var row in await RowsAsync(measurement))
            {
                var values = row.Values.Where(value => !without.Contains(value.Key))
                    .OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key}={value.Value:R}"));
                rows.Add($"{row.Series.Key} {row.Time:O} {string.Join(' ', values)}");
            }
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public Task<IReadOnlyList<StoredPoint>> RowsAsync(Measurement measurement) => _store.Derived.ReadAsync(
        measurement, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch,
        DateTimeOffset.FromUnixTimeSeconds(4_000_000_000), CancellationToken.None);

    /// <summary>The day of a meter that the store has, or null.</summary>
    public async Task<StoredPoint?> DayAsync(string meter, DateOnly date)
    {
        var start = At(date);
        var rows = await RowsAsync(DerivedMeasurements.VolumeDaily);
        return rows.SingleOrDefault(row => row.Series["meter"] == meter && row.Time == start);
    }

    /// <summary>Local time of the town.</summary>
    public static DateTimeOffset At(DateOnly date, double hours = 0) =>
        new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToUniversalTime()
            .AddSeconds(Math.Round(hours * 3600));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _operations.Dispose();
        _folder.Dispose();
    }

    Task IRejectedLines.AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("a reading of this test was refused: " + lines[0].Detail);

    // A day that just ended or a state that is due makes another round.
    private async Task<bool> IsStillAsync() =>
        (await _operations.Derivation.BacklogAsync(CancellationToken.None)).Count == 0;

    private Deriver NewDeriver()
    {
        var store = Crash.Before<IDerivedStore>(_store.Derived);
        var operations = Crash.Before<IOperations>(_operations);
        var raw = new RawDays(_store.Reader);
        var clock = new FinalityClock();
        var reconciliation = new Reconciliation(Options);
        return new Deriver(
            store, operations, City,
            new DeriveIntake(store, _store.Reader, operations, raw, clock, reconciliation, Options, Time),
            new DeriveSteps(store, operations, raw, clock, [Reports ?? Months], reconciliation, Options, Tally, Time),
            reconciliation, Options, Tally, Time, NullLogger<Deriver>.Instance);
    }

    /// <summary>Which locked months were held against what they come to now.</summary>
    public sealed class Revisions : IMonthRevisions
    {
        public List<(Scope Scope, LedgerMonth Month)> Asked { get; } = [];

        public Task ProposeAsync(
            Scope scope, LedgerMonth month, ChangeCause cause, CancellationToken cancellationToken)
        {
            Asked.Add((scope, month));
            return Task.CompletedTask;
        }
    }
}

/// <summary>A reading as the store takes it.</summary>
internal sealed record Sample(string Meter, DateTimeOffset At, double? Flow = null, double? Total = null, char Q = 'N')
{
    public string Line
    {
        get
        {
            var fields = new List<string>();
            if (Flow is { } flow) fields.Add(string.Create(CultureInfo.InvariantCulture, $"flow_m3h={flow:R}"));
            if (Total is { } total) fields.Add(string.Create(CultureInfo.InvariantCulture, $"total_m3={total:R}"));
            if (fields.Count == 0) fields.Add("level_m=1");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"plant_flow,meter={Meter},plant=p {string.Join(',', fields)},q=\"{Q}\",flags=0i "
                + $"{At.ToUnixTimeMilliseconds()}\n");
        }
    }
}
