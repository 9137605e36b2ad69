using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Mqtt.Probing;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Tests.Doctor;

public sealed class BrokerVerdictTests
{
    private static readonly BrokerSighting Good = new()
    {
        Version = "mosquitto version 2.0.11",
        Greeting = new BrokerGreeting(true, true, 2, 1000, null, TimeSpan.Zero),
        RoundTrip = TimeSpan.FromMilliseconds(1),
        Limits = new SessionLimits(1000, true, 1100, true),
        KeepsSession = true,
    };

    [Fact]
    public void A_broker_with_ample_limits_is_in_order() =>
        Assert.All(Of(Good), finding => Assert.Equal(Mark.Ok, finding.Mark));

    [Fact]
    public void Unreachable_is_one_failure_that_names_the_address_and_its_options()
    {
        var finding = Assert.Single(Of(new BrokerSighting { Unreachable = "Connection refused" }));

        Assert.Equal(Mark.Failure, finding.Mark);
        Assert.Contains("127.0.0.1:1883 (Connection refused)", finding.Found, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Mqtt:Host", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_names_the_credentials_and_never_the_password()
    {
        var finding = Assert.Single(Of(
            new BrokerSighting { Refused = "NotAuthorized" }, options => options.Password = "sesame"));

        Assert.Equal(Mark.Failure, finding.Mark);
        Assert.Contains("Telemetry:Mqtt:User and PasswordFile", finding.Change, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_window_of_the_broker_is_a_warning_that_names_its_option()
    {
        var finding = Single(Good with { Limits = new SessionLimits(20, false, 1100, true) }, Mark.Warning);

        Assert.StartsWith("20 messages", finding.Found, StringComparison.Ordinal);
        Assert.Contains("max_inflight_messages", finding.Change, StringComparison.Ordinal);
        Assert.DoesNotContain("Protocol", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_window_of_ours_names_our_option()
    {
        var finding = Single(
            Good with { Limits = new SessionLimits(20, false, 1100, true) }, Mark.Warning, options =>
                options.ReceiveMaximum = 20);

        Assert.Contains("Telemetry:Mqtt:ReceiveMaximum", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_window_under_3_1_1_names_the_protocol_first()
    {
        var finding = Single(
            Good with { Greeting = null, Limits = new SessionLimits(20, false, 1100, true) }, Mark.Warning,
            options => options.Protocol = "3.1.1");

        Assert.StartsWith("Telemetry:Mqtt:Protocol 5", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_that_drops_is_a_warning_with_its_size()
    {
        var finding = Single(Good with { Limits = new SessionLimits(1000, true, 100, false) }, Mark.Warning);

        Assert.Contains("only 100 messages", finding.Found, StringComparison.Ordinal);
        Assert.Contains("max_queued_messages", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_is_not_kept_is_a_warning()
    {
        var finding = Single(Good with { KeepsSession = false }, Mark.Warning);

        Assert.Contains("does not keep a session", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_shared_subscriptions_the_host_that_wants_them_fails_and_the_other_is_told()
    {
        var seen = Good with { Greeting = Good.Greeting! with { SharedSubscriptions = false } };

        Assert.Contains("Filters Disjoint",
            Single(seen, Mark.Failure, options => options.Filters = SubscriptionSharing.Shared).Change,
            StringComparison.Ordinal);
        Assert.Contains("three connections", Single(seen, Mark.Note).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_text_to_another_machine_is_a_warning() => Assert.Contains(
        "not encrypted", Single(Good, Mark.Warning, options => options.Host = "broker.example").Found,
        StringComparison.Ordinal);

    private static Finding Single(BrokerSighting seen, Mark mark, Action<MqttSourceOptions>? change = null) =>
        Assert.Single(Of(seen, change), finding => finding.Mark == mark);

    private static IReadOnlyList<Finding> Of(BrokerSighting seen, Action<MqttSourceOptions>? change = null)
    {
        var options = new MqttSourceOptions { Host = "127.0.0.1", ClientId = "telemetry-a" };
        change?.Invoke(options);
        return [.. BrokerVerdict.Of(seen, options)];
    }
}
