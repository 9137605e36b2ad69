using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;
using Telemetry.Host.Alarms;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Host.Derivation;
using Telemetry.Host.Tests.Derivation;
using Telemetry.Mqtt.Live;
using Telemetry.Rig;
using Telemetry.Storage.Notices;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>
/// The evaluator over real stores, a live board and a clock of its own; what it publishes and what people are told is
/// kept. It is noon of 2009-08-10 in the city.
/// </summary>
internal sealed class AlarmBench : IAsyncDisposable, IRegistrySource, IRejectedLines
{
    private readonly TempFolder _folder = new("alarms");
    private OperationalStore? _operations;
    private AlarmBeat? _beat;

    public AlarmBench(string? registry = null)
    {
        Store = new SqliteBenchStore(Time);
        Current = Parse(registry ?? City);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2009, 8, 10, 4, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Time.GetUtcNow();

    public CityRegistry Current { get; set; }

    public SqliteBenchStore Store { get; }

    public LiveBoard Board { get; } = new();

    public Topics Published { get; } = new();

    public DeriveTally Tally { get; } = new() { Leads = true };

    public AlarmTally Counts { get; } = new();

    public AlarmOptions Options { get; } = new();

    public Channel Webhook { get; } = new();

    public IOperations Operations => _operations ??= OperationalStore.Open(
        new OperationsOptions { Path = _folder.File("operations.db") }, Time, NullLogger<OperationalStore>.Instance);

    public IAlarms Alarms => Operations.Alarms;

    public async ValueTask OpenStoreAsync() => await Store.Readings.OpenAsync(CancellationToken.None);

    /// <summary>Flow readings as the spool would deliver them, in one batch.</summary>
    public async Task WriteFlowsAsync(params (string Meter, DateTimeOffset At)[] readings)
    {
        var lines = string.Concat(readings.Select(static one => string.Create(
            CultureInfo.InvariantCulture,
            $"plant_flow,meter={one.Meter},plant=p flow_m3h=0.2,q=\"N\",flags=0i "
            + $"{one.At.ToUnixTimeMilliseconds()}\n")));
        var bytes = Encoding.UTF8.GetBytes(lines);
        var receipt = await Store.Readings.WriteAsync(
            new StoreBatch(
                Guid.Empty, bytes, readings.Length, default, new SpoolPosition(1, bytes.Length, readings.Length)),
            this, CancellationToken.None);
        Assert.Equal(readings.Length, receipt.Stored);
    }

    Task IRejectedLines.AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("nothing here is to be rejected");

    /// <summary>Another process takes over: the board and all that was in memory is gone.</summary>
    public void Restart()
    {
        _beat?.Dispose();
        _operations?.Dispose();
        (_beat, _operations) = (null, null);
        foreach (var message in Board.Messages.ToList()) Board.Post(message with { Json = default });
    }

    public Task LookAsync() => (_beat ??= CreateBeat(Operations)).LookAsync(CancellationToken.None);

    /// <summary>Looks every ten seconds; before each look the board gets what <paramref name="say"/> posts.</summary>
    public async Task LookForAsync(TimeSpan time, Action say)
    {
        for (var end = Now + time; Now < end;)
        {
            say();
            await LookAsync();
            Time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    public AlarmBeat CreateBeat(IOperations operations) => new(
        AlarmJudge.Create(Store.Reader, Store.Derived, operations.Fleet, Board, Options),
        new AlarmTelling([Webhook], this, Options, Time, NullLogger<AlarmTelling>.Instance),
        new AlarmTopics(Published, "h"), operations, this, Tally, Counts, Options, Time,
        NullLogger<AlarmBeat>.Instance);

    public void Post(string topic, DateTimeOffset at, string fields)
    {
        var ms = at.ToUnixTimeMilliseconds();
        var json = string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{ms},{fields}}}");
        Board.Post(new LiveMessage(topic, ms, Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>Every meter of the plant as it should be.</summary>
    public void PostMeters(params string[] except)
    {
        foreach (var meter in ((string[])["in", "out", "bypass"]).Except(except))
            Post($"plants/p/flow/{meter}", Now, "\"flow_m3h\":0.2,\"q\":\"N\"");
    }

    public async Task<IReadOnlyList<Alarm>> OpenAsync() => await Alarms.OpenAsync(DateTimeOffset.MaxValue, default);

    public async Task<IReadOnlyList<Notice>> DueAsync() =>
        await Alarms.Notices.DueAsync("webhook", DateTimeOffset.MaxValue, 1_000, default);

    public async ValueTask DisposeAsync()
    {
        _beat?.Dispose();
        _operations?.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    public static CityRegistry Parse(string text)
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(text));
        Assert.True(result.IsValid, string.Join("; ", result.Errors));
        return result.Registry;
    }

    /// <summary>A plant with two meters and a bypass, a quality point, a truck, and a rate.</summary>
    public const string City = """
        {
          "city": { "name": { "en": "Town", "zh": "镇" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "east", "name": { "en": "East", "zh": "东" },
              "responsible_unit": { "en": "East Office", "zh": "东办" } },
          ],
          "plants": [
            {
              "id": "p", "kind": "sewage", "name": { "en": "Plant", "zh": "厂" }, "district": "east",
              "capacity": [ { "from": "2008-01-01", "state": "in_service", "design_m3d": 2400 } ],
              "meters": [
                { "id": "in", "role": "influent", "name": { "en": "Inlet", "zh": "进水" }, "interval": "1m" },
                { "id": "out", "role": "effluent", "name": { "en": "Outlet", "zh": "出水" }, "treated": true,
                  "interval": "1m" },
                { "id": "bypass", "role": "bypass", "name": { "en": "Bypass", "zh": "溢流口" }, "interval": "1m" },
              ],
              "quality_points": [
                { "id": "outlet", "name": { "en": "Outlet", "zh": "出水口" }, "role": "effluent", "interval": "1h",
                  "limits": [ { "parameter": "cod_mgl", "max": 60 }, { "parameter": "ph", "min": 6, "max": 9 } ] },
              ],
            },
          ],
          "vehicles": [
            { "id": "t-1", "kind": "vacuum_truck", "plate": "L 1001", "district": "east", "interval": "15s" },
          ],
          "indicators": [
            {
              "id": "rate", "kind": "sewage_treatment_rate", "name": { "en": "Rate", "zh": "处理率" },
              "targets": [ { "rate": 0.65, "edition": "2009", "from": "2009-01-01" } ],
              "denominators": [
                { "id": "declared", "basis": "declared", "official": true, "from": "2009-01-01", "value_m3d": 4000,
                  "source": "a speech" },
              ],
            },
          ],
        }
        """;

    /// <summary>The retained messages that a broker would have.</summary>
    internal sealed class Topics : ILivePublisher
    {
        public Dictionary<string, JsonElement> Retained { get; } = new(StringComparer.Ordinal);

        public List<string> Cleared { get; } = [];

        public void Post(string topic, long tsMs, ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json);
            Retained[topic] = document.RootElement.Clone();
        }

        public void Clear(string topic)
        {
            Retained.Remove(topic);
            Cleared.Add(topic);
        }
    }

    /// <summary>A channel that answers as it is told.</summary>
    internal sealed class Channel : INoticeChannel
    {
        public string Name => "webhook";

        public AlarmPriority LeastPriority { get; set; } = AlarmPriority.Low;

        public Queue<Delivery> Answers { get; } = [];

        public List<Notice> Sent { get; } = [];

        public Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
        {
            var answer = Answers.TryDequeue(out var next) ? next : Delivery.Sent;
            if (answer.IsSent) Sent.Add(notice);
            return Task.FromResult(answer);
        }
    }
}
