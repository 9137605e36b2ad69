using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Telemetry.Rig;

/// <summary>
/// Free TCP ports on the loopback. They lie below the range from which the kernel takes ports for outgoing
/// connections, so none can be taken by a connection between the choice and the use; each process starts elsewhere.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Last = 31_999;

    private static readonly Lock Gate = new();
    private static int _next = First + (int)(Environment.ProcessId * 211L % (Last - First));

    public static int Next()
    {
        lock (Gate)
        {
            for (var tried = 0; tried <= Last - First; tried++)
            {
                var port = _next;
                _next = _next == Last ? First : _next + 1;
                if (IsFree(port)) return port;
            }
        }
        throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"no free port between {First} and {Last}"));
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
