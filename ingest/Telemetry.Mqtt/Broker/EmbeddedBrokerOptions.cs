using System.Net;

namespace Telemetry.Mqtt.Broker;

/// <summary>The broker inside the host, under <c>Telemetry:Broker</c>.</summary>
public sealed class EmbeddedBrokerOptions
{
    public const string Section = "Telemetry:Broker";

    /// <summary>
    /// IP address to listen on, <c>127.0.0.1</c> by default. Anything that is not loopback needs
    /// <see cref="UsersFile"/>.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// TCP port without encryption, 1883 by default; 0 switches it off where <see cref="TlsPort"/> is set.
    /// </summary>
    public int Port { get; set; } = 1883;

    /// <summary>TCP port with TLS, usually 8883. 0 (default) means none.</summary>
    public int TlsPort { get; set; }

    /// <summary>
    /// The certificate devices see: a PFX file, or a PEM file together with <see cref="KeyFile"/>. Ignored without
    /// <see cref="TlsPort"/>, required with it.
    /// </summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>
    /// PEM file with the unencrypted key of <see cref="CertificateFile"/>. Empty (default) means that one is a PFX.
    /// </summary>
    public string KeyFile { get; set; } = "";

    /// <summary>File whose first line opens the PFX. Empty (default) means that it has no password.</summary>
    public string CertificatePasswordFile { get; set; } = "";

    /// <summary>
    /// Who may connect and where each may write: lines <c>name:hash:filter, filter, …</c>. Empty (default) means anyone
    /// on this machine and nobody else. Read again when it changes; a bad edit keeps the last good one.
    /// </summary>
    public string UsersFile { get; set; } = "";

    /// <summary>
    /// Whether clients on this machine may connect without a name. By default they may while there is no
    /// <see cref="UsersFile"/>. Clients on other machines never may.
    /// </summary>
    public bool? AnonymousOnLoopback { get; set; }

    /// <summary>
    /// Longest payload taken, bytes, 1 MiB by default. What is longer costs its sender the connection (0x95); shorter
    /// payloads too large for the pipeline become dead letters.
    /// </summary>
    public int MaxPayloadBytes { get; set; } = 1 << 20;

    /// <summary>
    /// Messages kept for a subscriber that is slow or away, 50,000 by default; the oldest are dropped beyond. Who
    /// subscribes to live topics gets all that are retained at once: more than there are.
    /// </summary>
    public int QueuePerSubscriber { get; set; } = 50_000;

    /// <summary>
    /// How long the session of a client that is away is kept, with its subscriptions and what is queued for it; 1 day
    /// by default. Clients of MQTT 5 may ask for less.
    /// </summary>
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What becomes of publications outside the topic root. Refused by default.</summary>
    public OutsideRoot OutsideRoot { get; set; } = OutsideRoot.Refuse;

    public bool AllowsAnonymous => AnonymousOnLoopback ?? UsersFile.Length == 0;

    internal bool IsLoopback => IPAddress.TryParse(Address, out var address) && IPAddress.IsLoopback(address);
}

/// <summary>Publications whose topic isn't under the root never reach the pipeline.</summary>
public enum OutsideRoot
{
    /// <summary>As without permission: acknowledging what nobody keeps would be a promise not meant.</summary>
    Refuse,

    /// <summary>Ordinary broker traffic between clients, acknowledged at once and kept nowhere.</summary>
    Forward,
}
