using System.Net;
using System.Net.Sockets;
using Telemetry.Host.Options;

namespace Telemetry.Host.Composition;

/// <summary>
/// Looks whether the web address can be had before anything begins: the server itself binds it last, when messages
/// already flow.
/// </summary>
internal static class WebAddress
{
    /// <exception cref="StartRefusedException">Another program has it, or this machine doesn't.</exception>
    public static void RequireFree(string url)
    {
        var uri = new Uri(url);
        var address = uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? IPAddress.Parse(uri.DnsSafeHost)
            : uri.IsLoopback ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(address, uri.Port));
        }
        catch (SocketException exception)
        {
            throw new StartRefusedException(exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Telemetry:Web:Url {url} is in use by another program: choose another port"
                : $"Telemetry:Web:Url {url} can't be listened on: {exception.Message}");
        }
    }
}
