namespace Telemetry.Mqtt.Broker;

/// <summary>
/// Follows the packets of one connection byte by byte as they are read and says when one is too long, before it is:
/// MQTTnet sets aside the whole length that a packet's head claims, up to 256 MiB, also for a stranger. Not
/// thread-safe.
/// </summary>
internal sealed class PacketLimit(int first, int further)
{
    private const int MostLengthBytes = 4;

    private bool _isFirst = true;
    private bool _inLength;
    private int _lengthBytes;
    private long _left;

    /// <summary>
    /// False where these bytes begin a packet that is longer than allowed, or where its length is no length.
    /// </summary>
    public bool Admits(ReadOnlySpan<byte> read)
    {
        while (!read.IsEmpty)
        {
            if (_inLength)
            {
                _left |= (long)(read[0] & 0x7F) << (7 * _lengthBytes++);
                _inLength = (read[0] & 0x80) != 0;
                read = read[1..];
                if (_inLength && _lengthBytes < MostLengthBytes) continue;
                if (_inLength || _left > (_isFirst ? first : further)) return false;
                _isFirst = false;
            }
            else if (_left > 0)
            {
                var skipped = (int)Math.Min(_left, read.Length);
                _left -= skipped;
                read = read[skipped..];
            }
            else
            {
                // The packet's kind and flags.
                read = read[1..];
                _inLength = true;
                _lengthBytes = 0;
            }
        }
        return true;
    }
}
