using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Connecting;

/// <summary>What every client of ours says to the broker alike: address, version, encryption and who we are.</summary>
internal static class BrokerClient
{
    /// <summary>
    /// Both socket buffers, bytes. MQTTnet's 8 KB is less than one loopback segment: under load the TCP window closes
    /// and the stream stands still until the client sends something.
    /// </summary>
    public const int SocketBuffer = 1 << 20;

    public static MqttClientOptions Build(MqttSourceOptions options, string clientId)
    {
        var built = new MqttClientOptions
        {
            ClientId = clientId,
            ProtocolVersion = options.IsVersion5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            KeepAlivePeriod = options.KeepAlive,
            Timeout = options.Timeout,
            ChannelOptions = new MqttClientTcpOptions
            {
                RemoteEndpoint = new DnsEndPoint(options.Host, options.EffectivePort),
                BufferSize = SocketBuffer,
                // MQTTnet's default resets the connection at close, which throws away acknowledgements just sent.
                LingerState = new LingerOption(false, 0),
                TlsOptions = BuildTls(options),
            },
        };
        if (options.User.Length > 0)
            built.Credentials = new MqttClientCredentials(options.User, ReadPassword(options));
        return built;
    }

    /// <summary>
    /// True for what the network, the broker, a certificate or a password file can do to us. MQTTnet shows a connection
    /// that goes in the middle of a call as a null reference, too.
    /// </summary>
    public static bool IsConnectionFailure(Exception exception) => exception
        is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException
        or SocketException or IOException or AuthenticationException or ObjectDisposedException
        or CryptographicException or UnauthorizedAccessException or NullReferenceException;

    /// <summary>The innermost words: MQTTnet wraps what happened two or three times.</summary>
    public static string Words(Exception exception)
    {
        var inner = exception.GetBaseException();
        return inner is OperationCanceledException or TimeoutException or MqttCommunicationTimedOutException
            ? "no answer in time"
            : inner.Message;
    }

    private static byte[]? ReadPassword(MqttSourceOptions options)
    {
        var password = options switch
        {
            { PasswordFile.Length: > 0 } => File.ReadLines(options.PasswordFile).FirstOrDefault() ?? "",
            { PasswordVariable.Length: > 0 } => Environment.GetEnvironmentVariable(options.PasswordVariable) ?? "",
            _ => options.Password,
        };
        return password.Length == 0 ? null : Encoding.UTF8.GetBytes(password);
    }

    private static MqttClientTlsOptions BuildTls(MqttSourceOptions options)
    {
        var tls = options.Tls;
        var built = new MqttClientTlsOptions { UseTls = tls.Enabled };
        if (!tls.Enabled) return built;
        built.TargetHost = tls.ServerName.Length > 0 ? tls.ServerName : options.Host;
        built.RevocationMode = tls.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        if (tls.CaFile.Length > 0)
        {
            built.TrustChain = [];
            built.TrustChain.ImportFromPemFile(tls.CaFile);
        }
        if (tls.CertificateFile.Length > 0)
        {
            var certificate = PemCertificate.Load(tls.CertificateFile, tls.KeyFile);
            built.ClientCertificatesProvider = new DefaultMqttCertificatesProvider([certificate]);
        }
        return built;
    }
}
