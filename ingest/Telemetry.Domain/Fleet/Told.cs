namespace Telemetry.Domain.Fleet;

/// <summary>
/// A number that a tracker tells or doesn't, in eight bytes where a nullable takes sixteen: what is kept of 20,000
/// vehicles comes from memory with each ping, and half as much comes twice as fast.
/// </summary>
internal readonly record struct Told
{
    // The bits of NaN, which nobody tells. What was never set is 0 and tells nothing.
    const long None = unchecked((long)0xFFF8_0000_0000_0000);

    readonly long _bits;

    Told(long bits) => _bits = bits;

    public double? Number => _bits == 0 ? null : BitConverter.Int64BitsToDouble(_bits ^ None);

    public static Told Of(double? number) =>
        number is { } told ? new(BitConverter.DoubleToInt64Bits(told) ^ None) : default;
}
