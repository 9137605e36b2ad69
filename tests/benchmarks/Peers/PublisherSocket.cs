using System.Net;
using System.Net.Sockets;

namespace Telemetry.Benchmarks.Peers;

/// <summary>
/// A socket of a publisher on this machine. Nothing is asynchronous: a socket that once was is in the runtime's poll
/// set, and each acknowledgement wakes the thread that polls.
/// </summary>
internal static class PublisherSocket
{
    private const int Connack = 0x20;

    public static Socket Create() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connects as a client, waits for the broker's yes, and blocks no more from then on.</summary>
    public static void Greet(this Socket socket, int port, string clientId)
    {
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        socket.Send(DevicePacket.Connect(clientId));
        Span<byte> answer = stackalloc byte[4];
        for (var got = 0; got < answer.Length;)
        {
            var read = socket.Receive(answer[got..]);
            if (read == 0) throw new IOException("the broker closed the connection");
            got += read;
        }
        if (answer[0] != Connack || answer[3] != 0) throw new IOException(
            $"the broker refused the connection: {answer[3]}");
        socket.Blocking = false;
    }
}
