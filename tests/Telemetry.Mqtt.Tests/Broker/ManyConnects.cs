using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using Telemetry.Mqtt.Broker;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Broker;

/// <summary>A fleet that reconnects at once, and somebody who guesses.</summary>
public sealed class ManyConnects
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.2");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_thousand_devices_with_one_password_cost_about_one_hash()
    {
        using var folder = Users();
        using var sut = CreateSut(folder);

        var storm = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(_ => Task.Run(() => VerifyAsync(sut, "right"))));

        Assert.All(storm, answer => Assert.Equal(Verification.Right, answer));
        Assert.InRange(sut.HashesComputed, 1, Math.Max(1, Environment.ProcessorCount / 2));
    }

    [Fact]
    public async Task No_more_hashes_than_places_are_computed_at_a_time()
    {
        using var gate = new HashGate(2, TimeSpan.FromSeconds(10), TimeProvider.System);
        using var open = new ManualResetEventSlim();
        var (now, most) = (0, 0);
        bool Compute()
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            open.Wait(SourcePatience);
            Interlocked.Decrement(ref now);
            return true;
        }

        var all = Enumerable.Range(0, 6).Select(_ => Task.Run(() => gate.RunAsync(() => false, Compute))).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref now) == 2, SourcePatience);
        open.Set();

        Assert.All(await Task.WhenAll(all), right => Assert.True(right));
        Assert.Equal((2, 6), (most, gate.Computed));
    }

    [Fact]
    public async Task Who_finds_no_place_in_time_is_told_so()
    {
        using var gate = new HashGate(1, TimeSpan.FromSeconds(10), _time);
        using var open = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var first = Task.Run(() => gate.RunAsync(() => false, () =>
        {
            begun.Set();
            open.Wait(SourcePatience);
            return true;
        }));
        begun.Wait(SourcePatience);

        var second = gate.RunAsync(() => false, () => true);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await second);
        open.Set();
        Assert.True(await first);
    }

    [Fact]
    public async Task After_five_wrong_passwords_an_address_is_not_heard_for_a_while_and_others_are()
    {
        using var folder = Users();
        using var sut = CreateSut(folder);
        for (var i = 0; i < 5; i++) Assert.Equal(Verification.Wrong, await VerifyAsync(sut, $"guess {i}"));

        Assert.Equal(Verification.Paused, await VerifyAsync(sut, "right"));
        Assert.Equal(5, sut.HashesComputed);
        Assert.Equal(Verification.Right, await VerifyAsync(sut, "right", Elsewhere));
        // Remembered by now, so it costs nothing and tells a guesser nothing.
        Assert.Equal(Verification.Right, await VerifyAsync(sut, "right"));
    }

    [Fact]
    public async Task The_pause_doubles_up_to_a_minute_and_is_forgotten_after_ten()
    {
        using var folder = Users();
        using var sut = CreateSut(folder);
        for (var i = 0; i < 5; i++) await VerifyAsync(sut, $"guess {i}");
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(Verification.Paused, await VerifyAsync(sut, "guess"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(Verification.Wrong, await VerifyAsync(sut, "guess"));
        }
        _time.Advance(TimeSpan.FromMinutes(10));

        for (var i = 0; i < 5; i++) Assert.Equal(Verification.Wrong, await VerifyAsync(sut, "guess"));
        Assert.Equal(Verification.Paused, await VerifyAsync(sut, "guess"));
    }

    [Fact]
    public void An_address_of_IPv6_counts_by_its_network_and_one_mapped_as_its_own()
    {
        var sut = new AddressPauses(_time);
        for (var i = 0; i < 5; i++) sut.Failed(IPAddress.Parse($"2001:db8:0:1::{i + 1}"));
        for (var i = 0; i < 5; i++) sut.Failed(IPAddress.Parse("::ffff:192.0.2.1"));

        Assert.True(sut.IsPaused(IPAddress.Parse("2001:db8:0:1::99")));
        Assert.False(sut.IsPaused(IPAddress.Parse("2001:db8:0:2::1")));
        Assert.True(sut.IsPaused(Here));
    }

    [Fact]
    public async Task A_guesser_at_the_broker_is_told_that_it_is_busy()
    {
        using var folder = Users();
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"), _time);
        for (var i = 0; i < 5; i++)
            Assert.Equal(
                MqttClientConnectResultCode.BadUserNameOrPassword, await TryConnectAsync(broker.Port, "guess"));

        Assert.Equal(MqttClientConnectResultCode.ServerBusy, await TryConnectAsync(broker.Port, "guess"));
        Assert.Equal(6, broker.Status.RefusedConnects);
    }

    private static readonly TimeSpan SourcePatience = TimeSpan.FromSeconds(20);

    private static Task<Verification> VerifyAsync(UserDirectory sut, string password, IPAddress? from = null) =>
        sut.VerifyAsync("fleet", Encoding.UTF8.GetBytes(password), from ?? Here);

    private UserDirectory CreateSut(TempFolder folder) => new(folder.File("users"), _time, NullLogger.Instance);

    private static TempFolder Users()
    {
        var folder = new TempFolder("many-connects");
        File.WriteAllText(folder.File("users"), $"fleet:{PasswordHash.Hash("right")}:#\n");
        return folder;
    }

    private static async Task<MqttClientConnectResultCode> TryConnectAsync(int port, string password)
    {
        var (client, result) = await TestClient.TryConnectAsync(port, options =>
            options.Credentials = new MqttClientCredentials("fleet", Encoding.UTF8.GetBytes(password)));
        await client.DisposeAsync();
        return result;
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
