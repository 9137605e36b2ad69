using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Asks the processor for objects that are needed a little later. With 100,000 devices what the host keeps of one is in
/// no cache when its next reading comes, object after object; asked for together, before the payload is decoded, they
/// arrive while it is. No effect but time; nothing on processors without the instruction.
/// </summary>
public static class CacheAhead
{
    const int LineBytes = 64;

    /// <summary>The beginning of an object: its first 64 bytes or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(object? needed)
    {
        if (!Sse.IsSupported || needed is null) return;
        // A collection may move the object in between; then the processor fetches in vain.
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(needed).Value));
    }

    /// <summary>An object of up to two cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void FetchBoth(object? needed)
    {
        if (!Sse.IsSupported || needed is null) return;
        var first = (byte*)Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(needed).Value);
        Sse.Prefetch0(first);
        Sse.Prefetch0(first + LineBytes);
    }

    /// <summary>So many bytes of an object, from its beginning.</summary>
    public static unsafe void FetchAll(object? needed, int bytes)
    {
        if (!Sse.IsSupported || needed is null) return;
        var first = (byte*)Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(needed).Value);
        for (var at = 0; at < bytes; at += LineBytes) Sse.Prefetch0(first + at);
    }
}
