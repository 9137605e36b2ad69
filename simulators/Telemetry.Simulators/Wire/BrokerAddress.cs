using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;

namespace Telemetry.Simulators.Wire;

/// <summary>The broker the devices speak to.</summary>
public sealed record BrokerAddress
{
    /// <summary>Name or address; this machine's loopback by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>1883 by default.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>None by default.</summary>
    public string? UserName { get; init; }

    /// <summary>Ignored without a user name.</summary>
    public string? Password { get; init; }

    /// <summary>Off by default; the broker's certificate must be trusted by this machine.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Silence after which a ping is sent, and half again as long until the broker gives the device up; 30 s by
    /// default.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    public override string ToString() => $"{Host}:{Port}";

    internal MqttClientOptions ClientOptions(string clientId)
    {
        var options = new MqttClientOptionsBuilder()
            .WithClientId(clientId)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTcpServer(Host, Port);
        if (UserName is not null) options = options.WithCredentials(UserName, Password ?? "");
        if (Tls) options = options.WithTlsOptions(static tls => tls.UseTls());
        var built = options.Build();
        if (built.ChannelOptions is MqttClientTcpOptions tcp)
        {
            // 8 KB by default, less than one loopback segment: PUBACKs in bulk would stall.
            tcp.BufferSize = 1 << 20;
            // Lingers for 0 s by default, which resets the connection and may drop QoS 0 messages on their way.
            tcp.LingerState = new LingerOption(false, 0);
        }
        return built;
    }
}
