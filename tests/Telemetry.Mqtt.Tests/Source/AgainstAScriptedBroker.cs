using Microsoft.Extensions.Time.Testing;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Source;

public sealed class AgainstAScriptedBroker
{
    private const string Flow = "sanitation/plants/p1/flow/m1";
    private const byte PubAck = 0x40;

    [Fact]
    public async Task A_late_commit_never_acknowledges_the_message_that_has_its_identifier_now()
    {
        using var broker = new ScriptedBroker();
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var source = SourceRig.CreateSut(broker.Port, intake);
        source.Start();
        using (var first = await broker.AcceptSubscribedAsync(sessionPresent: false))
        {
            await first.PublishAsync(1, Flow, "a");
            await intake.ReceivedAsync(1);
        }

        using var second = await broker.AcceptSubscribedAsync(sessionPresent: true);
        await second.PublishAsync(1, Flow, "another");
        await intake.ReceivedAsync(2);
        intake.All[0].Commit();

        Assert.Empty(await second.EverythingUpToFenceAsync());
        Assert.Equal(1, source.Status.Connections[0].StaleAcknowledgements);
        intake.All[1].Commit();
        var acknowledgement = await second.ReadAsync();
        Assert.Equal((PubAck, 1), (acknowledgement.Header, acknowledgement.Identifier));
    }

    [Fact]
    public async Task Commits_that_complete_backwards_are_acknowledged_forwards()
    {
        using var broker = new ScriptedBroker();
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var source = SourceRig.CreateSut(broker.Port, intake);
        source.Start();
        using var connection = await broker.AcceptSubscribedAsync(sessionPresent: false);
        int[] identifiers = [7, 3, 9, 1, 4];
        foreach (var identifier in identifiers) await connection.PublishAsync(identifier, Flow, $"{identifier}");
        await intake.ReceivedAsync(5);

        foreach (var taken in intake.All.Skip(1).Reverse()) taken.Commit();
        Assert.Empty(await connection.EverythingUpToFenceAsync());
        intake.All[0].Commit();

        foreach (var identifier in identifiers)
        {
            var packet = await connection.ReadAsync();
            Assert.Equal((PubAck, identifier), (packet.Header, packet.Identifier));
        }
    }

    [Fact]
    public async Task A_session_taken_over_in_the_middle_of_acknowledging_is_not_fought_for()
    {
        using var broker = new ScriptedBroker();
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var source = SourceRig.CreateSut(broker.Port, intake);
        source.Start();
        using (var connection = await broker.AcceptSubscribedAsync(sessionPresent: false))
        {
            for (var identifier = 1; identifier <= 50; identifier++)
                await connection.PublishAsync(identifier, Flow, $"{identifier}");
            await intake.ReceivedAsync(50);
            intake.CommitAll();
            await connection.SendAsync(0xE0, [0x8E, 0]);
        }

        await SourceRig.StateAsync(source, SourceConnectionState.TakenOver);
        var status = source.Status.Connections[0];
        Assert.Equal(50, status.Acknowledged + status.StaleAcknowledgements);
        Assert.Equal(0, status.InFlight);
    }

    [Fact]
    public async Task A_broker_that_is_silent_is_pinged_and_left_when_it_does_not_answer()
    {
        using var broker = new ScriptedBroker();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(39));
        await using var source = SourceRig.CreateSut(broker.Port, new FakeIntake(), time: time);
        source.Start();
        using var first = await broker.AcceptSubscribedAsync(sessionPresent: false);
        await SourceRig.StateAsync(source, SourceConnectionState.Connected);

        var ping = first.ReadAsync();
        await AdvanceUntilAsync(time, () => ping.IsCompleted);
        Assert.Equal(0xC0, (await ping).Header);
        var next = broker.AcceptSubscribedAsync(sessionPresent: true);
        await AdvanceUntilAsync(time, () => next.IsCompleted);

        using var second = await next;
        await Eventually.TrueAsync(() => source.Status.Connections[0].Reconnects == 1, SourceRig.Patience);
        Assert.Contains("no answer", source.Status.Connections[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_moves_to_another_connection_is_let_go_only_once_that_one_has_subscribed()
    {
        using var broker = new ScriptedBroker();
        await using var source = SourceRig.CreateSut(
            broker.Port, new FakeIntake(), options => options.Connections = 2);
        source.Start();
        // A run with one connection left a session that is subscribed to everything.
        using var first = await broker.AcceptAsync(sessionPresent: true);
        await first.GrantAsync(filters: 2);

        Assert.Empty(await first.EverythingUpToFenceAsync());
        using var second = await broker.AcceptAsync(sessionPresent: false, number: 2);
        Assert.Empty(await first.EverythingUpToFenceAsync());
        await second.GrantAsync(filters: 1);

        await first.TakeUnsubscriptionAsync(filters: 4);
        await SourceRig.UpAsync(source);
    }

    [Fact]
    public async Task A_refused_connection_says_why_and_is_tried_again()
    {
        using var broker = new ScriptedBroker();
        await using var source = SourceRig.CreateSut(broker.Port, new FakeIntake());
        source.Start();

        using var refused = await broker.AcceptAsync(sessionPresent: false, reason: 0x86);
        using var granted = await broker.AcceptSubscribedAsync(sessionPresent: false);

        await SourceRig.UpAsync(source);
        Assert.Contains("BadUserNameOrPassword", source.Status.Connections[0].LastError, StringComparison.Ordinal);
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider time, Func<bool> done) =>
        Eventually.TrueAsync(
            () =>
            {
                if (!done()) time.Advance(TimeSpan.FromSeconds(5));
                return done();
            },
            SourceRig.Patience);
}
