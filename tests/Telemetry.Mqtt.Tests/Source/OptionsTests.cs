using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Source;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_defaults_succeeds()
    {
        Assert.True(new MqttSourceOptionsValidator().Validate(null, new MqttSourceOptions()).Succeeded);
        Assert.True(new EmbeddedBrokerOptionsValidator().Validate(null, new EmbeddedBrokerOptions()).Succeeded);
    }

    [Fact]
    public void Validate_many_wrong_values_names_each_with_path_value_and_what_is_allowed()
    {
        var options = new MqttSourceOptions
        {
            Host = "tcp://broker",
            Port = 70000,
            Protocol = "4",
            Connections = 17,
            TopicRoot = "a/+/b",
            ReceiveMaximum = 0,
            Password = "hunter2",
            PasswordFile = "/nowhere",
        };

        var failures = new MqttSourceOptionsValidator().Validate(null, options).Failures?.ToList() ?? [];

        string[] paths =
            ["TopicRoot", "Host", "Port", "Protocol", "Connections", "ReceiveMaximum", "PasswordFile", "User"];
        foreach (var path in paths)
            Assert.Contains(
                failures, failure => failure.StartsWith($"Telemetry:Mqtt:{path} is ", StringComparison.Ordinal));
        Assert.Contains("Telemetry:Mqtt:Port is \"70000\"; allowed: 0 to 65535.", failures);
        Assert.DoesNotContain(failures, failure => failure.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_a_broker_open_to_the_network_without_users_is_refused()
    {
        var options = new EmbeddedBrokerOptions { Address = "0.0.0.0", TlsPort = 8883 };

        var failures = new EmbeddedBrokerOptionsValidator().Validate(null, options).Failures?.ToList() ?? [];

        Assert.Equal(2, failures.Count);
        Assert.Contains("Telemetry:Broker:Address is \"0.0.0.0\"", failures[0], StringComparison.Ordinal);
        Assert.Contains("Telemetry:Broker:CertificateFile", failures[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_a_users_file_with_errors_names_every_line()
    {
        using var folder = new TempFolder("users");
        File.WriteAllLines(folder.File("users"),
            ["# people", "", "nohash", $"p1:{PasswordHash.Hash("x")}:a/#/b", "p2:md5$x:a/#"]);
        var options = new EmbeddedBrokerOptions { UsersFile = folder.File("users") };

        var failures = new EmbeddedBrokerOptionsValidator().Validate(null, options).Failures?.ToList() ?? [];

        Assert.Equal(3, failures.Count);
        Assert.All(["line 3", "line 4", "line 5"], line => Assert.Contains(failures, failure => failure.Contains(line,
            StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, new[] { "p v f" })]
    [InlineData(2, new[] { "p f", "v" })]
    [InlineData(3, new[] { "p", "v", "f" })]
    [InlineData(5, new[] { "p", "v", "f", "", "" })]
    public void Disjoint_filters_cover_each_subtree_once(int connections, string[] expected)
    {
        var topics = new DeviceTopics("r");
        var names = new Dictionary<string, string>
        {
            ["r/plants/#"] = "p", ["r/vehicles/#"] = "v", ["r/facilities/#"] = "f",
        };

        var dealt = Enumerable.Range(0, connections).Select(index => string.Join(' ',
            SubscriptionPlan.Filters(topics, shared: false, "g", index, connections).Select(filter => names[filter])));

        Assert.Equal(expected, dealt);
    }

    [Fact]
    public void ReconnectDelay_is_drawn_from_a_limit_that_doubles_up_to_the_longest_and_starts_again_after_Reset()
    {
        CsCheck.Check.Sample(CsCheck.Gen.Int, seed =>
        {
            var delay = new ReconnectDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), seed);
            foreach (var limit in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })
                Assert.InRange(delay.Next(), TimeSpan.Zero, TimeSpan.FromSeconds(limit));
            delay.Reset();
            Assert.InRange(delay.Next(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        });
    }

    [Fact]
    public void ReconnectDelay_of_different_clients_differs_and_is_repeatable()
    {
        static TimeSpan First(string id) =>
            new ReconnectDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), ReconnectDelay.SeedOf(id)).Next();

        Assert.Equal(First("host-1"), First("host-1"));
        Assert.NotEqual(First("host-1"), First("host-2"));
    }
}
