using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Source;

/// <summary>How the host subscribes to a broker of its own choosing, under <c>Telemetry:Mqtt</c>.</summary>
public sealed class MqttSourceOptions
{
    public const string Section = "Telemetry:Mqtt";

    /// <summary>A session of each suffix may be left at the broker, so the number of suffixes is bounded.</summary>
    public const int MostConnections = 16;

    /// <summary>
    /// Name or address of the broker. Empty (default) means none: devices speak to the embedded broker.
    /// </summary>
    public string Host { get; set; } = "";

    /// <summary>TCP port of the broker. 0 (default) means 1883, or 8883 with TLS.</summary>
    public int Port { get; set; }

    /// <summary>
    /// MQTT version, <c>5</c> (default) or <c>3.1.1</c>. With 3.1.1 there is no Receive Maximum, no session expiry and
    /// no word from the broker about shared subscriptions or a session taken over.
    /// </summary>
    public string Protocol { get; set; } = "5";

    /// <summary>
    /// Connections at once, 1 to 16, 4 by default. The window of unacknowledged messages is one a connection, so
    /// several raise the rate; with disjoint filters at most three are used.
    /// </summary>
    public int Connections { get; set; } = 4;

    /// <summary>
    /// Client id; each connection appends <c>-1</c>, <c>-2</c>, … Empty (default) means <c>telemetry-</c> and the
    /// machine's name. It names the session at the broker, so it must stay the same and belong to one host alone.
    /// </summary>
    public string ClientId { get; set; } = "";

    /// <summary>First levels of every topic, <c>sanitation</c> by default.</summary>
    public string TopicRoot { get; set; } = "sanitation";

    /// <summary>
    /// How several connections share the stream. Disjoint by default: mosquitto 2.0 does not keep shared subscriptions
    /// over its own restart, and what devices send until the host has subscribed again is lost there.
    /// </summary>
    public SubscriptionSharing Filters { get; set; } = SubscriptionSharing.Disjoint;

    /// <summary>
    /// Group name in <c>$share/{group}/…</c>, <c>telemetry</c> by default; ignored with disjoint filters.
    /// </summary>
    public string Group { get; set; } = "telemetry";

    /// <summary>
    /// Messages the broker may have unacknowledged on one connection, 1 to 65535, 1,000 by default. The broker's own
    /// limit (mosquitto: 20 unless configured) binds where it is smaller. Ignored with 3.1.1.
    /// </summary>
    public int ReceiveMaximum { get; set; } = 1000;

    /// <summary>
    /// How long the broker keeps the session of an absent host, 7 days by default. Ignored with 3.1.1.
    /// </summary>
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Longest time without a packet sent, 30 seconds by default; then a ping is.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for connecting, and for each answer of the broker, 10 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time without a message after which the broker is pinged although the connection looks well, 20 seconds by
    /// default; without an answer the connection is made anew.
    /// </summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Upper limit of the first wait before reconnecting, 1 second by default; it doubles each time.</summary>
    public TimeSpan ReconnectFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Upper limit of every wait before reconnecting, 1 minute by default. Each wait is drawn from 0 to its limit.
    /// </summary>
    public TimeSpan ReconnectLongest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A connection that lasted this long starts the waits from the first again, 30 seconds by default.
    /// </summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Wait after another client took the session over (0x8E), 5 minutes by default: two hosts with one client id
    /// would otherwise throw each other out for ever. Where the broker closed without a word and it is only guessed,
    /// the wait is <see cref="ReconnectLongest"/>.
    /// </summary>
    public TimeSpan TakenOverWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>User name. Empty (default) means none is sent.</summary>
    public string User { get; set; } = "";

    /// <summary>Password in the clear; prefer <see cref="PasswordFile"/>. Never logged.</summary>
    public string Password { get; set; } = "";

    /// <summary>
    /// File whose first line is the password, read at every connect, so that it may be changed while running.
    /// </summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>Name of an environment variable that holds the password. Empty by default.</summary>
    public string PasswordVariable { get; set; } = "";

    public BrokerTlsOptions Tls { get; set; } = new();

    /// <summary>False while no broker is named.</summary>
    public bool IsConfigured => Host.Length > 0;

    public int EffectivePort => Port != 0 ? Port : Tls.Enabled ? 8883 : 1883;

    public string EffectiveClientId => ClientId.Length > 0 ? ClientId : $"telemetry-{Environment.MachineName}";

    public bool IsVersion5 => Protocol == "5";
}
