using System.Globalization;
using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Doctor;

public sealed class ThroughputTests
{
    [Fact]
    public void Twenty_in_flight_and_five_milliseconds_are_four_thousand_a_second()
    {
        var limit = new ThroughputLimit(20, 1, TimeSpan.FromMilliseconds(5), TimeSpan.Zero);

        Assert.Equal(4_000, limit.PerSecond, precision: 6);
        Assert.Equal(Binding.Window, limit.Binding);
    }

    [Fact]
    public void Connections_multiply_and_the_round_trip_adds_to_the_commit()
    {
        var limit = new ThroughputLimit(20, 3, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(15));

        Assert.Equal(1_000, limit.PerConnection, precision: 6);
        Assert.Equal(3_000, limit.PerSecond, precision: 6);
    }

    [Theory]
    [InlineData(20, 5, 1, "Window")]
    [InlineData(1000, 50, 1, "Disk")]
    [InlineData(1000, 5, 80, "Network")]
    [InlineData(1000, 5, 1, "Processor")]
    public void The_limit_that_binds_is_named(int window, int commitMs, int roundTripMs, string binding) =>
        Assert.Equal(
        binding,
        new ThroughputLimit(window, 1, TimeSpan.FromMilliseconds(commitMs), TimeSpan.FromMilliseconds(roundTripMs))
            .Binding.ToString());

    [Fact]
    public void The_processors_ceiling_is_of_the_order_that_was_measured()
    {
        var row = File.ReadLines(Repository.File("tests", "benchmarks", "RESULTS.md"))
            .First(line => line.StartsWith("| broker → host → fsync → InfluxDB |", StringComparison.Ordinal));
        var ours = double.Parse(row.Split('|')[3].Trim().Split(' ')[0], CultureInfo.InvariantCulture);

        Assert.InRange(ThroughputLimit.ProcessorCeiling, ours / 1.4, ours * 1.4);
    }

    [Fact]
    public void No_time_at_all_is_no_limit() =>
        Assert.Equal(Binding.Processor, new ThroughputLimit(1, 1, TimeSpan.Zero, TimeSpan.Zero).Binding);

    [Fact]
    public void A_window_that_is_too_small_says_the_sum_and_what_to_change_first()
    {
        // 20 ÷ (20 ms + 20 ms) = 500 a second and connection, below the 1,000 that catching up needs.
        var finding = ThroughputVerdict.Of(
            new Figures { Window = 20, Commit = TimeSpan.FromMilliseconds(20),
                RoundTrip = TimeSpan.FromMilliseconds(20), Senders = 30 },
            Options());

        Assert.Equal(Mark.Warning, finding.Mark);
        Assert.Equal(
            "20 unacknowledged \u00f7 (20.0 ms commit + 20.0 ms round trip) \u00d7 3 connections = 1,500 a second, 500 "
                + "a second of one kind (such as all vehicles)",
            finding.Found);
        Assert.StartsWith("raise the broker's limit", finding.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Shared_connections_carry_one_kind_together()
    {
        var finding = ThroughputVerdict.Of(
            new Figures { Window = 20, Commit = TimeSpan.FromMilliseconds(20),
                RoundTrip = TimeSpan.FromMilliseconds(20), Senders = 30 },
            Options(mqtt => mqtt.Filters = SubscriptionSharing.Shared));

        // 500 × 4 connections.
        Assert.Equal(Mark.Ok, finding.Mark);
        Assert.Contains("\u00d7 4 connections = 2,000 a second: the window binds", finding.Found,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_city_needs_more_than_a_small_one()
    {
        var figures = new Figures { Window = 20, Commit = TimeSpan.FromMilliseconds(5), RoundTrip = TimeSpan.Zero,
            Senders = 2_001 };

        // 4,000 a second of one kind against twice 2,001.
        Assert.Equal(Mark.Warning, ThroughputVerdict.Of(figures, Options()).Mark);
        figures.Senders = 1_999;
        Assert.Equal(Mark.Ok, ThroughputVerdict.Of(figures, Options()).Mark);
    }

    [Fact]
    public void The_embedded_broker_carries_one_message_a_commit_and_connection()
    {
        var finding = ThroughputVerdict.Of(
            new Figures { Commit = TimeSpan.FromMilliseconds(2), Senders = 10 }, new TelemetryOptions());

        Assert.StartsWith("1 \u00f7 2.0 ms commit = 500 a second from one device, 5,000 a "
            + "second", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_is_said_to_be_unknown() =>
        Assert.Equal(Mark.Note,
            ThroughputVerdict.Of(new Figures { Commit = TimeSpan.FromMilliseconds(2) }, Options()).Mark);

    private static TelemetryOptions Options(Action<MqttSourceOptions>? change = null)
    {
        var options = new TelemetryOptions { Mqtt = new MqttSourceOptions { Host = "127.0.0.1" } };
        change?.Invoke(options.Mqtt);
        return options;
    }
}
