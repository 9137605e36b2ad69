using Telemetry.Mqtt.Probing;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What a look at the broker means. Pure.</summary>
internal static class BrokerVerdict
{
    /// <summary>Below it the window binds on most disks; mosquitto's default is 20, EMQX's 32.</summary>
    private const int SmallWindow = 100;

    private const string Settings = MqttSourceOptions.Section;
    private const string SampleConf = "deploy/mosquitto/mosquitto.conf";

    public static IEnumerable<Finding> Of(BrokerSighting seen, MqttSourceOptions options)
    {
        var address = $"{options.Host}:{options.EffectivePort}";
        if (seen.Unreachable is { } words)
        {
            yield return Finding.Failure(
                $"no connection to the broker at {address} ({words})", "no reading can arrive",
                $"start the broker, or correct {Settings}:Host, Port and Tls");
            yield break;
        }
        if (seen.Refused is { } refusal)
        {
            yield return Finding.Failure(
                $"the broker at {address} does not let us in ({refusal})", "no reading can arrive",
                $"correct {Settings}:User and PasswordFile, or allow this user and the client ids "
                    + $"{options.EffectiveClientId}-* at the broker");
            yield break;
        }
        yield return Finding.Ok(
            $"{seen.Version ?? "a broker that does not tell its version"} answers at {address} with MQTT "
                + $"{options.Protocol}"
            + (seen.RoundTrip is { } trip ? $", round trip {Words.Duration(trip)}" : ""));
        yield return options.Tls.Enabled || IsLoopback(options.Host)
            ? Finding.Ok(options.Tls.Enabled ? "the connection is encrypted"
                : "the broker is on this machine: no encryption is needed")
            : Finding.Warning(
                "the connection is not encrypted", "passwords and readings cross the network in the clear",
                $"set {Settings}:Tls:Enabled, and a listener with a certificate at the broker");
        foreach (var finding in OfGreeting(seen.Greeting, options)) yield return finding;
        foreach (var finding in OfLimits(seen.Limits, options)) yield return finding;
        if (seen.KeepsSession is { } kept)
        {
            yield return kept
                ? Finding.Ok("the broker keeps a session between two connections")
                : Finding.Warning(
                    "the broker does not keep a session between two connections",
                    "what devices send while the host is away is lost",
                    $"allow persistent sessions at the broker (clean start false, {Settings}:SessionExpiry "
                        + $"{Words.Duration(options.SessionExpiry)})");
        }
    }

    private static IEnumerable<Finding> OfGreeting(BrokerGreeting? greeting, MqttSourceOptions options)
    {
        if (greeting is null)
        {
            yield return Finding.Note(
                "MQTT 3.1.1 says nothing of the broker's features",
                "there is no Receive Maximum, no session expiry and no word of a takeover",
                $"{Settings}:Protocol 5 where the broker has it");
            yield break;
        }
        if (greeting.MaximumQoS < 1)
        {
            yield return Finding.Failure(
                "the broker takes QoS 0 only", "nothing is acknowledged, so nothing is promised",
                "use a broker with QoS 1");
        }
        if (!greeting.Retain)
        {
            yield return Finding.Warning(
                "the broker keeps no retained messages",
                "live values are seen only when they change, not by who comes later",
                "allow retained messages at the broker");
        }
        if (greeting.SharedSubscriptions)
        {
            yield return Finding.Ok("shared subscriptions are available, retained messages "
                + (greeting.Retain ? "too" : "not"));
        }
        else if (options.Filters == SubscriptionSharing.Shared)
        {
            yield return Finding.Failure(
                "the broker has no shared subscriptions", $"{Settings}:Filters is Shared: the host will be refused",
                $"{Settings}:Filters Disjoint");
        }
        else
        {
            yield return Finding.Note("the broker has no shared subscriptions: at most three connections are used");
        }
        if (greeting.MaximumPacketSize is { } size)
            yield return Finding.Note($"the broker takes packets up to {Words.Bytes(size)}");
        if (greeting.ServerKeepAlive > TimeSpan.Zero && greeting.ServerKeepAlive != options.KeepAlive)
            yield return Finding.Note(
                $"the broker asks for a keep alive of {Words.Duration(greeting.ServerKeepAlive)}, and gets it");
    }

    private static IEnumerable<Finding> OfLimits(SessionLimits? limits, MqttSourceOptions options)
    {
        if (limits is null) yield break;
        if (limits.InFlight is not { } window)
        {
            yield return Finding.Note(
                $"the window could not be measured ({limits.Unseen})", "what binds the throughput is not known",
                "allow the host's user to write and read {root}/live/#, as deploy/mosquitto/acl does");
            yield break;
        }
        var found = $"{(limits.InFlightIsMore ? "at least " : "")}{Words.Count(window)} messages a connection may be "
            + $"unacknowledged";
        if (window >= SmallWindow)
        {
            yield return Finding.Ok(found + (options.IsVersion5 && window < options.ReceiveMaximum
                ? $" (the broker's limit; {Settings}:ReceiveMaximum would allow {Words.Count(options.ReceiveMaximum)})"
                : ""));
        }
        else if (options.IsVersion5 && window >= options.ReceiveMaximum)
        {
            yield return Finding.Warning(
                found, "each commit takes at most this many from a connection",
                $"raise {Settings}:ReceiveMaximum (1000 by default)");
        }
        else
        {
            yield return Finding.Warning(
                found, "the broker's own limit; each commit takes at most this many from a connection",
                options.IsVersion5
                    ? $"max_inflight_messages 1000 in mosquitto.conf (see {SampleConf}), or the like at another broker"
                    : $"{Settings}:Protocol 5, with which our Receive Maximum counts, or max_inflight_messages 1000 in "
                        + $"mosquitto.conf (see {SampleConf})");
        }
        if (limits.Queued is not { } queued) yield break;
        yield return limits.QueuedIsMore
            ? Finding.Ok($"{Words.Count(queued)} messages beyond it were kept, none dropped; how many more would be "
                + $"can't be seen from here")
            : Finding.Warning(
                $"the broker keeps only {Words.Count(queued)} messages for a session and drops the others without a "
                    + $"word",
                "what devices send while the host is away, or its disk full, is lost beyond that",
                $"max_queued_messages 1000000 in mosquitto.conf (see {SampleConf}), or the like at another broker");
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (System.Net.IPAddress.TryParse(host, out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
