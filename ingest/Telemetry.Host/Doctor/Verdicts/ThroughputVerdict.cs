using Telemetry.Host.Options;
using Telemetry.Mqtt;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>Says which limit binds, with its figures, and what to change first. Pure.</summary>
internal static class ThroughputVerdict
{
    /// <summary>Below it, messages a second, catching up after an outage takes as long as the outage, whatever the
    /// city.</summary>
    private const double LeastRate = 1_000;

    private const string Settings = MqttSourceOptions.Section;

    public static Finding Of(Figures figures, TelemetryOptions options)
    {
        if (figures.Commit is not { } commit)
            return Finding.Note("which limit binds is not known: the disk could not be measured");
        if (!options.Mqtt.IsConfigured) return OfEmbedded(commit, figures.Senders ?? 0);
        if (figures is not { Window: { } window, RoundTrip: { } roundTrip })
            return Finding.Note("which limit binds is not known: the broker's window could not be measured");

        var shared = options.Mqtt.Filters == SubscriptionSharing.Shared
            || (options.Mqtt.Filters == SubscriptionSharing.Auto && figures.BrokerCanShare == true);
        var connections = shared
            ? options.Mqtt.Connections
            : Math.Min(options.Mqtt.Connections, DeviceTopics.Subtrees.Count);
        var limit = new ThroughputLimit(window, connections, commit, roundTrip);
        var found = $"{Words.Count(window)}{(figures.WindowIsMore ? "+" : "")} unacknowledged \u00f7 "
            + $"({Words.Duration(commit)} commit + "
            + $"{Words.Duration(roundTrip)} round trip) \u00d7 {connections} connection{(connections == 1 ? "" : "s")} "
            + $"= {Words.Rate(limit.PerSecond)}";
        if (!shared && connections > 1)
            found += $", {Words.Rate(limit.PerConnection)} of one kind (such as all vehicles)";
        if (limit.Binding == Binding.Processor)
        {
            return Finding.Ok(
                $"{found}: the window does not bind, broker and processor do; two cores that also ran broker, "
                + $"store and publishers took some {Words.Rate(ThroughputLimit.ProcessorCeiling)} "
                + $"(tests/benchmarks/RESULTS.md)");
        }
        var (binds, change) = Advice(limit, options.Mqtt, shared);
        // All that the city has may be of one kind, and a backlog has to be caught up as well.
        var needed = Math.Max(LeastRate, 2.0 * (figures.Senders ?? 0));
        return (shared ? limit.PerSecond : limit.PerConnection) < needed
            ? Finding.Warning(
                found, $"{binds} binds; {Words.Count(figures.Senders ?? 0)} meters and vehicles at one message a "
                    + $"second, and a backlog, need {Words.Rate(needed)}", change)
            : Finding.Ok($"{found}: {binds} binds, and is enough for {Words.Count(figures.Senders ?? 0)} meters and "
                + $"vehicles; for more, {change}");
    }

    private static (string Binds, string Change) Advice(ThroughputLimit limit, MqttSourceOptions options, bool shared)
    {
        var window = options switch
        {
            { IsVersion5: true } when limit.Window >= options.ReceiveMaximum => $"raise {Settings}:ReceiveMaximum",
            { IsVersion5: true } => "raise the broker's limit (mosquitto: max_inflight_messages)",
            _ => $"set {Settings}:Protocol 5, or raise the broker's limit (mosquitto: max_inflight_messages)",
        };
        var most = shared ? MqttSourceOptions.MostConnections : DeviceTopics.Subtrees.Count;
        var connections = limit.Connections < most ? $"; then {Settings}:Connections up to {most}" : "";
        return limit.Binding switch
        {
            Binding.Network =>
                ("the way to the broker", $"bring host and broker nearer to each other, or {window}{connections}"),
            Binding.Disk => ("the disk", $"a faster disk in Telemetry:Spool:Folder, or {window}{connections}"),
            _ => ("the window", window + connections),
        };
    }

    private static Finding OfEmbedded(TimeSpan commit, int senders)
    {
        // At the embedded broker a connection has one message under way, and one commit serves all connections.
        var one = new ThroughputLimit(1, 1, commit, TimeSpan.Zero);
        var all = one with { Connections = Math.Max(1, senders) };
        var found = $"1 \u00f7 {Words.Duration(commit)} commit = {Words.Rate(one.PerConnection)} from one device, "
            + $"{Words.Rate(Math.Min(all.PerSecond, ThroughputLimit.ProcessorCeiling))} from the registry's "
            + $"{Words.Count(senders)} meters and vehicles on connections of their own";
        return one.PerConnection < 10
            ? Finding.Warning(found, "the disk binds: a backlog of one device comes in slowly",
                "a faster disk in Telemetry:Spool:Folder")
            : Finding.Ok(found);
    }
}
