using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Live;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Tests.Live;

public sealed class LiveBeatTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(5_000_000));
    private readonly LiveState _state = new(new ShippedCity());
    private readonly Posted _posted = new();
    private readonly TelemetryOptions _options = new();

    public LiveBeatTests() => _options.Host.Name = "gateway-1";

    [Fact]
    public void What_changed_is_posted_once_under_its_own_time()
    {
        using var sut = CreateSut();
        _state.Observe(LatestSlotTests.Reading(4_000_000, default, 'N'), 4_000_100);

        sut.Publish();
        sut.Publish();

        var (_, timeMs, json) = Assert.Single(
            _posted.Messages, message => message.Topic == "plants/sewage-1/flow/influent");
        Assert.Equal(4_000_000, timeMs);
        Assert.Equal(4_000_000, json.GetProperty("ts").GetInt64());
        Assert.Equal(5_000_000, json.GetProperty("published_at").GetInt64());
    }

    [Fact]
    public void The_host_tells_of_itself_every_two_seconds()
    {
        using var sut = CreateSut();

        for (var second = 0; second < 5; second++)
        {
            sut.Publish();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([5_000_000, 5_002_000, 5_004_000], _posted.Messages.Select(message => message.TimeMs));
        var (topic, _, json) = _posted.Messages[0];
        Assert.Equal("host/gateway-1", topic);
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Equal(10, json.GetProperty("stale_after_s").GetInt32());
        Assert.Equal("gateway-1", json.GetProperty("status").GetProperty("host").GetString());
    }

    [Fact]
    public async Task A_stop_posts_the_last_values_and_says_so()
    {
        using var sut = CreateSut();
        await sut.StartAsync(CancellationToken.None);
        await _posted.First.WaitAsync(TimeSpan.FromSeconds(10));
        _state.Observe(LatestSlotTests.Reading(4_000_000, default, 'N'), 4_000_100);

        await sut.StopAsync(CancellationToken.None);

        Assert.Contains(_posted.Messages, message => message.Topic == "plants/sewage-1/flow/influent");
        Assert.Equal("stopping", _posted.Messages[^1].Json.GetProperty("state").GetString());
    }

    private LiveBeat CreateSut() => new(_state, _posted, new Status(), _options, _time);

    private sealed class Posted : ILivePublisher
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<(string Topic, long TimeMs, JsonElement Json)> Messages { get; } = [];

        public Task First => _first.Task;

        public void Post(string topic, long tsMs, ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json);
            Messages.Add((topic, tsMs, document.RootElement.Clone()));
            _first.TrySetResult();
        }

        public void Clear(string topic) => throw new NotSupportedException();
    }

    private sealed class Status : IHostStatus
    {
        public StatusSnapshot Snapshot() => new()
        {
            Host = "gateway-1", Version = "1", StartedAt = default, Now = default, ClockSynchronised = true,
            Rates = new HostRates(0, 0, 0),
            Intake = new IntakeBooks(0, 0, 0, 0, 0), Stored = new StoreBooks(0, 0, 0, 0, 0),
            Spool = new SpoolStatus(true, 0, null, 0, null, null),
            Store = new StoreStatus("sqlite", StoreState.Ok, "", default), Connections = [],
            DeadLetters = ImmutableSortedDictionary<string, long>.Empty, Registry = new RegistryStatus("", default, []),
            UnregisteredAssets = [], UnregisteredCount = 0, Health = [],
        };
    }
}
