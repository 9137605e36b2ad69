using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Asks the processor for objects that are needed a little later. With 100,000 devices what the host keeps of one is in
/// no cache when its next reading comes, object after object; asked for together, while the payload is decoded, they
/// arrive before it is. No effect but time; nothing on processors without the instruction.
/// </summary>
public static class CacheAhead
{
    const int LineBytes = 64;

    /// <summary>What lies there, of up to a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref readonly T needed)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in needed)));
    }

    /// <summary>An object of up to two cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchBoth(object? needed) => FetchAll(needed, 2 * LineBytes);

    /// <summary>
    /// So many bytes from the beginning of an object; where it is shorter, of what lies behind it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void FetchAll(object? needed, int bytes)
    {
        if (!Sse.IsSupported || needed is null) return;
        // A collection may move the object in between; then the processor fetches in vain.
        var first = (byte*)Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(needed).Value);
        for (var at = 0; at < bytes; at += LineBytes) Sse.Prefetch0(first + at);
    }
}
