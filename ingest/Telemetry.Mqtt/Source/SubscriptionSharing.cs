namespace Telemetry.Mqtt.Source;

/// <summary>How several connections divide one stream so that each message arrives on exactly one of them.</summary>
public enum SubscriptionSharing
{
    /// <summary>
    /// Shared where the broker's CONNACK says that it can, else disjoint. CONNACK does not say whether shared
    /// subscriptions outlive the broker's restart.
    /// </summary>
    Auto,

    /// <summary>
    /// <c>$share/{group}/…</c> on every connection: the broker divides. Right where the broker keeps it over a
    /// restart (mosquitto 2.0.11 does not); it also lets several hosts share one stream.
    /// </summary>
    Shared,

    /// <summary>
    /// Each device subtree on one connection alone. Right where the broker has no shared subscriptions; keeps the order
    /// of each device, uses at most three connections, and its rate is that of the busiest subtree.
    /// </summary>
    Disjoint,
}
