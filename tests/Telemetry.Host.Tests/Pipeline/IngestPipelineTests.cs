using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Host.Observing;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Tests.Storing;
using Telemetry.Protocols;
using Telemetry.Protocols.Native;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Pipeline;

public sealed class IngestPipelineTests : IAsyncLifetime
{
    private const string Topic = "sanitation/plants/sewage-1/flow/influent";

    private readonly SpoolBench _bench = new();
    private readonly IngestCounters _counters = new();
    private GroupCommit _commit = null!;
    private IngestPipeline _sut = null!;

    public ValueTask InitializeAsync()
    {
        var city = new ShippedCity();
        _commit = new GroupCommit(
            _bench.Spool, _bench.Letters, new GroupCommitOptions(), TimeProvider.System, NullLogger.Instance);
        _sut = new IngestPipeline(
            new NativeJsonProtocol(new ProtocolOptions(), city, new SureClock()), _commit, new LiveState(city),
            _counters,
            NullLogger<IngestPipeline>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task One_message_ends_in_the_spool_and_the_dead_letters_object_by_object()
    {
        await Offer(
            """[{"ts":1767225600000,"flow_m3h":1},{"ts":1767225600001,"flow_m3h":"x"},{"ts":1767225600002,"flow_m3h":3}]""");

        Assert.Equal(2, _bench.Spool.End.Line);
        var letter = Assert.Single(_bench.Letters.Read(new DeadLetterFilter()));
        Assert.Equal(RejectReason.Schema, letter.Reason);
        Assert.Equal("""{"ts":1767225600001,"flow_m3h":"x"}""", Encoding.UTF8.GetString(letter.Raw.Span));
        Assert.Equal((1, 1), (_counters.Messages, _counters.Rejected(RejectReason.Schema)));
    }

    [Fact]
    public async Task A_decoder_that_throws_costs_nothing_but_a_dead_letter_with_every_byte()
    {
        var message = Encoding.UTF8.GetBytes("""{"any":"bytes"}""");

        await _sut.Offer(Message(message), new BrokenDecoder());

        Assert.Equal(1, _bench.Spool.End.Line);
        var letter = Assert.Single(_bench.Letters.Read(new DeadLetterFilter()));
        Assert.Equal(RejectReason.Internal, letter.Reason);
        Assert.Equal(message, letter.Raw.ToArray());
        Assert.Contains("a bug", letter.Detail, StringComparison.Ordinal);
        await Offer("""{"ts":1767225600000,"flow_m3h":1}""");
        Assert.Equal(2, _bench.Spool.End.Line);
        Assert.Equal(0, _commit.Snapshot().InFlight);
    }

    [Fact]
    public async Task A_letter_offered_again_is_flagged_and_keeps_its_first_moment()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var raw = Encoding.UTF8.GetBytes("""{"ts":1767225600000,"flow_m3h":1}""");
        var letter = new StoredDeadLetter(
            "1-0", at, Topic, RejectReason.UnknownAsset, "", raw, raw.Length, 1, false, null);

        var (committed, rejected) = _sut.OfferAgain(letter, _sut.CreateDecoder());
        await committed!;

        Assert.False(rejected);
        using var reader = _bench.Spool.OpenReader(_bench.Spool.Oldest);
        Assert.Equal(
            $"plant_flow,meter=influent,plant=sewage-1 flow_m3h=1,q=\"N\",flags={(int)ReadingFlags.Replayed}i "
            + $"1767225600000\n",
            Encoding.UTF8.GetString(reader.TryRead(10, 1 << 20)!.Lines.Span));
    }

    [Fact]
    public async Task The_spools_health_is_failed_whenever_nothing_is_acknowledged()
    {
        var probe = new SpoolProbe(_commit);
        Assert.Equal(HealthState.Ok, probe.Check().State);

        await _commit.DisposeAsync();

        Assert.False(_bench.Spool.IsFull);
        Assert.Equal(HealthState.Failed, probe.Check().State);
    }

    [Fact]
    public async Task A_letter_rejected_again_keeps_its_first_moment()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var raw = Encoding.UTF8.GetBytes("""{"flow_m3h":"x"}""");
        var letter = new StoredDeadLetter(
            "1-0", at, Topic, RejectReason.UnknownAsset, "", raw, raw.Length, 1, false, null);

        var (committed, rejected) = _sut.OfferAgain(letter, _sut.CreateDecoder());
        await committed!;

        Assert.True(rejected);
        Assert.Equal(at, Assert.Single(_bench.Letters.Read(new DeadLetterFilter())).At);
    }

    [Theory]
    [InlineData(Topic, """{"ts":1767225600000,"flow_m3h":1234.5,"total_m3":987654.25,"q":"N"}""")]
    [InlineData(
        "sanitation/vehicles/truck-1/position",
        """{"ts":1767225600000,"lat":30.01,"lon":122.1,"speed_kmh":31.5,"ignition":true}""")]
    public async Task In_steady_state_a_message_allocates_nothing(string topic, string payload)
    {
        const int Rounds = 8;
        const int Messages = 500;
        var bytes = Encoding.UTF8.GetBytes(payload);
        var decoder = _sut.CreateDecoder();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var last = Task.CompletedTask;
            for (var i = 0; i < Messages; i++) last = Offer(i);
            // The first rounds warm code and buffers up.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await last;
        }

        Assert.Equal(0, least);
        Assert.Equal(Rounds * Messages, _bench.Spool.End.Line);

        Task Offer(int i) => _sut.Offer(
            new InboundMessage { Topic = topic, Payload = bytes, QualityOfService = 1, ReceivedMs = 1767225600000
                + i }, decoder);
    }

    private static InboundMessage Message(ReadOnlySpan<byte> payload) =>
        new() { Topic = Topic, Payload = payload, QualityOfService = 1, ReceivedMs = 1767225600000 };

    private Task Offer(string payload) => _sut.Offer(Message(Encoding.UTF8.GetBytes(payload)), _sut.CreateDecoder());

    private sealed class SureClock : IHostClock
    {
        public bool IsSynchronised => true;
    }

    private sealed class BrokenDecoder : IPayloadDecoder
    {
        public void Decode(in InboundMessage message, IReadingSink sink)
        {
            var reading = new Reading { TimeMs = 1 };
            reading.Assign(new Series(Measurements.PlantFlow, "influent", "sewage-1"));
            reading.Set(Measurements.FlowM3H, 1);
            sink.Accept(reading);
            throw new InvalidOperationException("a bug");
        }
    }
}
