using System.Buffers.Binary;
using CsCheck;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Mqtt.Acknowledging;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Tests.Acknowledging;

public sealed class AcknowledgementLineTests
{
    private const MqttQualityOfServiceLevel One = MqttQualityOfServiceLevel.AtLeastOnce;

    private readonly List<int> _acknowledged = [];
    private readonly List<int> _writes = [];
    private readonly ConnectionJournal _journal = new("c");

    [Fact]
    public Task In_whatever_order_commits_complete_acknowledgements_keep_the_order_of_arrival() =>
        Gen.Int[0, 40].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).SampleAsync(async order =>
        {
            var commits = order.Select(_ => new TaskCompletionSource()).ToArray();
            var test = new AcknowledgementLineTests();
            var line = test.CreateSut(id => Assert.True(commits[id - 1].Task.IsCompleted));
            for (var i = 0; i < commits.Length; i++)
                await line.EnqueueAsync(new((ushort)(i + 1), One, commits[i].Task), default);
            line.Complete();
            var running = line.RunAsync(default);

            foreach (var message in order)
            {
                commits[message].SetResult();
                var prefix = commits.TakeWhile(commit => commit.Task.IsCompleted).Count();
                Assert.True(test._acknowledged.Count <= prefix);
            }
            await running;

            Assert.Equal(Enumerable.Range(1, commits.Length), test._acknowledged);
            Assert.Equal(0, line.Abandon());
            Assert.Equal(0, test._journal.ToStatus().InFlight);
        });

    [Fact]
    public async Task What_one_commit_completed_is_acknowledged_in_one_write()
    {
        var line = CreateSut();
        var commit = new TaskCompletionSource();
        for (ushort id = 1; id <= 300; id++) await line.EnqueueAsync(new(id, One, commit.Task), default);
        line.Complete();
        var running = line.RunAsync(default);
        Assert.Empty(_writes);

        commit.SetResult();
        await running;

        Assert.Equal([300 * 4], _writes);
        Assert.Equal(300, _journal.ToStatus().Acknowledged);
    }

    [Fact]
    public async Task What_is_committed_is_acknowledged_before_the_next_commit_is_waited_for()
    {
        var line = CreateSut();
        await line.EnqueueAsync(new(1, One, Task.CompletedTask), default);
        await line.EnqueueAsync(new(2, One, new TaskCompletionSource().Task), default);

        _ = line.RunAsync(default);

        Assert.Equal([1], _acknowledged);
        Assert.Equal(1, _journal.ToStatus().InFlight);
    }

    [Fact]
    public async Task More_than_one_buffer_of_acknowledgements_loses_none()
    {
        var line = CreateSut();
        for (ushort id = 1; id <= 5000; id++) await line.EnqueueAsync(new(id, One, Task.CompletedTask), default);
        line.Complete();

        await line.RunAsync(default);

        Assert.Equal(Enumerable.Range(1, 5000), _acknowledged);
        Assert.All(_writes, bytes => Assert.InRange(bytes, 4, 4096));
    }

    [Fact]
    public async Task A_refusal_is_answered_in_its_turn_with_its_reason_and_is_in_no_book()
    {
        var line = CreateSut();
        var commit = new TaskCompletionSource();
        await line.EnqueueAsync(new(1, One, commit.Task), default);
        await line.EnqueueAsync(new(2, One, Task.CompletedTask, Reason: 0x87, Counts: false), default);
        line.Complete();
        var running = line.RunAsync(default);
        Assert.Empty(_acknowledged);

        commit.SetResult();
        await running;

        Assert.Equal([1, 2], _acknowledged);
        // 3.4: two bytes of identifier, then the reason.
        Assert.Equal([4 + 5], _writes);
        Assert.Equal(1, _journal.ToStatus().Acknowledged);
    }

    [Fact]
    public async Task QoS_0_keeps_its_place_and_is_not_acknowledged()
    {
        var forwarded = new List<string>();
        var line = CreateSut(forward: message => forwarded.Add(message.Topic));
        await line.EnqueueAsync(new(1, One, Task.CompletedTask, Forward: new() { Topic = "a" }), default);
        await line.EnqueueAsync(
            new(2, MqttQualityOfServiceLevel.AtMostOnce, Task.CompletedTask, Forward: new() { Topic = "b" }), default);
        line.Complete();

        await line.RunAsync(default);

        Assert.Equal(["a", "b"], forwarded);
        Assert.Equal([1], _acknowledged);
        Assert.Equal(2, _journal.ToStatus().Acknowledged);
    }

    [Fact]
    public void QoS_2_is_answered_by_PUBREC()
    {
        var packet = new byte[PubAck.Longest];

        var length = PubAck.Write(packet, 0x1234, isQoS2: true, 0);

        Assert.Equal("50021234", Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Fact]
    public async Task A_full_line_makes_the_receiver_wait_until_it_moves()
    {
        var line = CreateSut(capacity: 2);
        var commit = new TaskCompletionSource();
        await line.EnqueueAsync(new(1, One, commit.Task), default);
        await line.EnqueueAsync(new(2, One, commit.Task), default);
        var third = line.EnqueueAsync(new(3, One, commit.Task), default).AsTask();
        Assert.False(third.IsCompleted);

        var running = line.RunAsync(default);
        commit.SetResult();
        await third;
        line.Complete();
        await running;

        Assert.Equal([1, 2, 3], _acknowledged);
    }

    [Fact]
    public async Task A_receiver_that_waits_for_room_is_let_go_when_the_line_ends()
    {
        var line = CreateSut(capacity: 1);
        await line.EnqueueAsync(new(1, One, Task.FromException(new IOException("disk"))), default);
        var second = line.EnqueueAsync(new(2, One, Task.CompletedTask), default).AsTask();
        var third = line.EnqueueAsync(new(3, One, Task.CompletedTask), default).AsTask();

        await Assert.ThrowsAsync<IOException>(() => line.RunAsync(default));
        await Task.WhenAll(second, third);

        Assert.Equal(3, line.Abandon());
    }

    [Fact]
    public async Task Abandon_counts_what_was_never_acknowledged()
    {
        var line = CreateSut();
        using var givenUp = new CancellationTokenSource();
        await line.EnqueueAsync(new(1, One, Task.CompletedTask), default);
        await line.EnqueueAsync(new(2, One, new TaskCompletionSource().Task), default);
        await line.EnqueueAsync(new(3, One, Task.CompletedTask), default);
        var running = line.RunAsync(givenUp.Token);

        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(2, line.Abandon());
        var status = _journal.ToStatus();
        Assert.Equal((1, 2, 0), (status.Acknowledged, status.StaleAcknowledgements, status.InFlight));
    }

    [Fact]
    public async Task A_commit_that_fails_ends_the_line_before_anything_behind_it()
    {
        var line = CreateSut();
        await line.EnqueueAsync(new(1, One, Task.CompletedTask), default);
        await line.EnqueueAsync(new(2, One, Task.FromException(new IOException("disk"))), default);
        await line.EnqueueAsync(new(3, One, Task.CompletedTask), default);

        await Assert.ThrowsAsync<IOException>(() => line.RunAsync(default));

        Assert.Equal([1], _acknowledged);
        Assert.Equal(2, line.Abandon());
    }

    private AcknowledgementLine CreateSut(
        Action<int>? acknowledging = null, Action<MqttApplicationMessage>? forward = null, int capacity = 0) =>
        new(
            (packets, _) =>
            {
                _writes.Add(packets.Length);
                for (var left = packets.Span; !left.IsEmpty; left = left[(2 + left[1])..])
                {
                    Assert.Equal(0x40, left[0]);
                    var id = BinaryPrimitives.ReadUInt16BigEndian(left[2..]);
                    acknowledging?.Invoke(id);
                    _acknowledged.Add(id);
                }
                return Task.CompletedTask;
            },
            _journal, capacity)
        {
            Forward = (message, _) =>
            {
                forward?.Invoke(message);
                return Task.CompletedTask;
            },
        };
}
