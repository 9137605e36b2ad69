using System.Buffers.Binary;
using System.Text;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>A PUBACK that the host sent, with the message that it acknowledges.</summary>
/// <param name="Message">The PUBLISH packet's bytes behind its header.</param>
/// <param name="Sent">The call that put the PUBACK on the socket; several may go in one.</param>
internal sealed record SentAcknowledgement(byte[] Message, SystemCall Sent);

/// <summary>Reads off a trace of the host's system calls what was on disk when each PUBACK was sent.</summary>
internal sealed class AcknowledgementTrace(IReadOnlyList<SystemCall> calls)
{
    public const string Calls =
        "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,pwritev2,fdatasync,fsync";

    private const int Publish = 3;
    private const int Puback = 4;

    /// <summary>The PUBACKs of all connections with that port at one of their ends.</summary>
    public List<SentAcknowledgement> Sent(int port)
    {
        var sent = new List<SentAcknowledgement>();
        foreach (var connection in calls.Where(call => IsConnection(call.File, port) && call.Result > 0).GroupBy(
            call => call.File))
        {
            var received = Packets([.. connection.Where(call => call.Name.StartsWith("re", StringComparison.Ordinal))])
                .Where(packet => packet.Type == Publish).ToList();
            foreach (var packet in Packets(
                [.. connection.Where(call => !call.Name.StartsWith("re", StringComparison.Ordinal))]))
            {
                if (packet.Type != Puback) continue;
                var id = BinaryPrimitives.ReadUInt16BigEndian(packet.Body);
                // An identifier is used again: the message is the last one under it that had arrived by then.
                var message = received.Last(
                    candidate => Id(candidate.Body) == id && candidate.Call.Left < packet.Call.Entered);
                sent.Add(new SentAcknowledgement(message.Body, packet.Call));
            }
        }
        return sent;
    }

    /// <summary>
    /// Whether bytes that hold <paramref name="marker"/> were written to a file under <paramref name="folder"/>, and a
    /// sync of that same file had begun after that write and was done, without an error, before <paramref name="sent"/>
    /// began.
    /// </summary>
    public bool IsOnDisk(string marker, string folder, SystemCall sent)
    {
        var bytes = Encoding.UTF8.GetBytes(marker);
        foreach (var write in calls)
        {
            if (write.Name is not ("write" or "writev" or "pwrite64" or "pwritev" or "pwritev2")) continue;
            if (write.Result <= 0 || !write.File.StartsWith(folder, StringComparison.Ordinal)) continue;
            if (write.Bytes.AsSpan().IndexOf(bytes) < 0) continue;
            if (calls.Any(sync => sync.Name is "fdatasync" or "fsync" && sync.File == write.File && sync.Result == 0
                && sync.Entered > write.Left && sync.Left < sent.Entered)) return true;
        }
        return false;
    }

    public AcknowledgementTrace Without(params string[] names) =>
        new([.. calls.Where(call => !names.Contains(call.Name))]);

    private static bool IsConnection(string file, int port) => file.StartsWith("TCP", StringComparison.Ordinal)
        && (file.Contains($":{port}->", StringComparison.Ordinal)
            || file.EndsWith($":{port}]", StringComparison.Ordinal));

    private static int Id(byte[] publish) =>
        BinaryPrimitives.ReadUInt16BigEndian(publish.AsSpan(2 + BinaryPrimitives.ReadUInt16BigEndian(publish)));

    /// <summary>
    /// The MQTT packets of one direction, each with the call in which it was complete (read) or begun (sent).
    /// </summary>
    private static IEnumerable<(int Type, byte[] Body, SystemCall Call)> Packets(IReadOnlyList<SystemCall> calls)
    {
        var stream = calls.SelectMany(call => call.Bytes).ToArray();
        var ends = new List<int>();
        foreach (var call in calls) ends.Add((ends.Count == 0 ? 0 : ends[^1]) + call.Bytes.Length);
        for (var at = 0; at < stream.Length;)
        {
            var (begin, type) = (at, stream[at] >> 4);
            var (length, shift) = (0, 0);
            do
            {
                at++;
                length |= (stream[at] & 0x7F) << shift;
                shift += 7;
            }
            while ((stream[at] & 0x80) != 0);
            at++;
            if (at + length > stream.Length) yield break;
            var body = stream[at..(at + length)];
            at += length;
            var decisive = calls[0].Name.StartsWith("re", StringComparison.Ordinal) ? at - 1 : begin;
            yield return (type, body, calls[ends.FindIndex(end => end > decisive)]);
        }
    }
}
