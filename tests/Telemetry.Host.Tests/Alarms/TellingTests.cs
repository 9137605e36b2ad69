using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Alarms;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Storage.Notices;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>Who is told what: floods, priorities, and notices that fail.</summary>
public sealed class TellingTests : IAsyncLifetime
{
    private readonly AlarmBench _bench = new();

    public ValueTask InitializeAsync() => _bench.OpenStoreAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task In_a_flood_the_plant_is_told_of_once_and_every_alarm_is_kept()
    {
        // Twenty parameters beyond their limits at once.
        var limits = string.Join(",", Enumerable.Range(0, 20).Select(i => $$"""{ "parameter": "p{{i}}", "max": 1 }"""));
        _bench.Current = AlarmBench.Parse(AlarmBench.City.Replace(
            """{ "parameter": "cod_mgl", "max": 60 }, { "parameter": "ph", "min": 6, "max": 9 }""", limits,
            StringComparison.Ordinal));
        var values = string.Join(",", Enumerable.Range(0, 20).Select(i => $"\"p{i}\":2"));

        await _bench.LookForAsync(TimeSpan.FromMinutes(10), () =>
        {
            _bench.PostMeters();
            _bench.Post("plants/p/quality/outlet", _bench.Now, values);
        });

        Assert.Equal(20, (await _bench.OpenAsync()).Count);
        Assert.Equal(20, _bench.Published.Retained.Count);
        var notices = (await _bench.DueAsync()).Select(n => NoticeContent.Parse(n.Content)).ToList();
        Assert.Equal(11, notices.Count);
        var flood = Assert.Single(notices, n => n.Kind == "flood");
        Assert.Equal(("Plant: many alarms", 11), (flood.Title.En, flood.Count));
    }

    [Fact]
    public async Task What_is_not_pressing_enough_for_a_channel_is_not_told_on_it()
    {
        _bench.Webhook.LeastPriority = AlarmPriority.Critical;

        await _bench.LookForAsync(TimeSpan.FromMinutes(10), () => { });

        Assert.Single(await _bench.OpenAsync());
        Assert.Empty(await _bench.DueAsync());
    }

    [Fact]
    public async Task A_notice_that_fails_is_sent_later_and_once()
    {
        await RaiseAsync();
        _bench.Webhook.Answers.Enqueue(Delivery.Again("no answer"));
        using var courier = Courier();

        await courier.CarryAsync(CancellationToken.None);
        await courier.CarryAsync(CancellationToken.None);
        Assert.Empty(_bench.Webhook.Sent);
        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        await courier.CarryAsync(CancellationToken.None);
        await courier.CarryAsync(CancellationToken.None);

        Assert.Single(_bench.Webhook.Sent);
        Assert.Empty(await _bench.DueAsync());
    }

    [Fact]
    public async Task A_notice_that_is_refused_is_given_up()
    {
        await RaiseAsync();
        _bench.Webhook.Answers.Enqueue(Delivery.Refused("it will not take it"));
        using var courier = Courier();

        await courier.CarryAsync(CancellationToken.None);

        Assert.Empty(_bench.Webhook.Sent);
        Assert.Empty(await _bench.DueAsync());
    }

    [Fact]
    public async Task What_was_not_sent_before_a_restart_is_sent_after_it()
    {
        await RaiseAsync();
        _bench.Restart();
        using var courier = Courier();

        await courier.CarryAsync(CancellationToken.None);

        Assert.Single(_bench.Webhook.Sent);
    }

    [Fact]
    public async Task A_process_without_the_lease_sends_nothing()
    {
        await RaiseAsync();
        _bench.Tally.Leads = false;
        using var courier = Courier();

        await courier.CarryAsync(CancellationToken.None);

        Assert.Empty(_bench.Webhook.Sent);
    }

    private Task RaiseAsync() => _bench.LookForAsync(TimeSpan.FromMinutes(10), () => { });

    private NoticeCourier Courier() => new(
        [_bench.Webhook], _bench.Operations, _bench.Tally, _bench.Time, NullLogger<NoticeCourier>.Instance);
}
