using System.Net;
using System.Net.Sockets;
using Telemetry.Host.Composition;
using Telemetry.Host.Options;

namespace Telemetry.Host.Doctor.Checks;

/// <summary>The broker inside the host: its ports are free, or the host is running on them.</summary>
internal sealed class EmbeddedBrokerCheck(TelemetryOptions options) : IDoctorCheck
{
    public string Subject => "broker";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping)
    {
        var broker = options.Broker;
        var running = DataFolder.IsHeld(Path.GetFullPath(options.Host.DataFolder));
        List<Finding> findings = [];
        if (broker.Port > 0) findings.Add(OfPort("Telemetry:Broker:Port", broker.Address, broker.Port, running));
        if (broker.TlsPort > 0)
            findings.Add(OfPort("Telemetry:Broker:TlsPort", broker.Address, broker.TlsPort, running));
        if (broker is { Port: > 0, TlsPort: 0 } && !IsLoopback(broker.Address))
        {
            findings.Add(Finding.Warning(
                $"the embedded broker listens on {broker.Address} without encryption",
                "passwords and readings cross the network in the clear",
                "Telemetry:Broker:TlsPort with CertificateFile, and Telemetry:Broker:Port 0"));
        }
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    private static Finding OfPort(string option, string address, int port, bool running) =>
        (Bind(address, port), running) switch
    {
        (SocketError.Success, false) =>
            Finding.Ok($"embedded broker: {address}:{port} is free; no host runs on this data folder"),
        (SocketError.AddressAlreadyInUse, true) =>
            Finding.Ok($"embedded broker: the host is running, and {address}:{port} is in use"),
        (SocketError.Success, true) => Finding.Failure(
            $"embedded broker: a host runs on this data folder, and nobody listens on {address}:{port}",
            "devices that use this port reach nobody",
            $"compare {option} with the running host's settings"),
        (SocketError.AddressAlreadyInUse, false) => Finding.Failure(
            $"embedded broker: {address}:{port} is in use by another program, and no host runs on this data folder",
            "the host will not start",
            $"stop that program, or another port in {option}; name a running host's folder with "
                + $"Telemetry:Host:DataFolder"),
        (var error, _) => Finding.Failure(
            $"embedded broker: {address}:{port} can't be listened on ({error})", "the host will not start",
            $"an address of this machine in Telemetry:Broker:Address, a port this account may use in {option}"),
    };

    private static SocketError Bind(string address, int port)
    {
        var ip = IPAddress.Parse(address);
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Bound and not listened on: no device can take it for the broker.
            socket.Bind(new IPEndPoint(ip, port));
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    private static bool IsLoopback(string address) => IPAddress.IsLoopback(IPAddress.Parse(address));
}
