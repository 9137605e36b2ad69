using System.Numerics;
using System.Runtime.InteropServices;

namespace Telemetry.Storage.Spool;

/// <summary>CRC-32C (Castagnoli), as in iSCSI and ext4: one instruction for 8 bytes.</summary>
internal static class Crc32C
{
    /// <summary>Of one piece: <c>Crc32C.Of("123456789") == 0xE3069283</c>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    /// <summary>Goes on with a running value, which starts as all ones and is inverted at the end.</summary>
    public static uint Add(uint running, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            running = BitOperations.Crc32C(running, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var value in bytes) running = BitOperations.Crc32C(running, value);
        return running;
    }
}
