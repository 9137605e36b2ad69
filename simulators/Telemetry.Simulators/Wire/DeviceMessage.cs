namespace Telemetry.Simulators.Wire;

/// <summary>One reading as a device would send it.</summary>
/// <param name="Topic">With the root.</param>
/// <param name="TimeMs">Its <c>ts</c>, Unix ms.</param>
/// <param name="Json">One object, UTF-8.</param>
public readonly record struct DeviceMessage(string Topic, long TimeMs, ReadOnlyMemory<byte> Json);

/// <summary>One publication: a single object, or an array of readings of one topic.</summary>
public readonly record struct Publication(string Topic, ReadOnlyMemory<byte> Payload, int Readings);
