namespace Telemetry.Mqtt.Connecting;

/// <summary>How the connection to the broker is encrypted, under <c>Telemetry:Mqtt:Tls</c>.</summary>
public sealed class BrokerTlsOptions
{
    /// <summary>
    /// Whether the connection is encrypted. Off by default; everything below is ignored while it is off.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// PEM file with the authorities that may sign the broker's certificate. Empty (default) means the system's.
    /// </summary>
    public string CaFile { get; set; } = "";

    /// <summary>PEM file with this client's certificate. Empty (default) means none is presented.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>
    /// PEM file with the unencrypted private key of <see cref="CertificateFile"/>; may be the same file.
    /// </summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Name the broker's certificate must carry. Empty (default) means the name in <c>Host</c>.</summary>
    public string ServerName { get; set; } = "";

    /// <summary>Whether revocation lists are asked. Off by default: private authorities rarely publish any.</summary>
    public bool CheckRevocation { get; set; }
}
