using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Protocols.Native;

/// <summary>
/// The native contract: what all its decoders share. One a host; a decoder a connection. Thread-safe.
/// </summary>
public sealed class NativeJsonProtocol
{
    long _ignoredKeys;

    public NativeJsonProtocol(ProtocolOptions options, IRegistrySource registry, IHostClock clock)
    {
        Limits = new ReadingLimits(options);
        Registry = registry;
        Clock = clock;
        Unregistered = new UnregisteredAssets(options.UnknownAssets, options.MaxUnregisteredAssets);
        Parameters = new QualityParameters(options.MaxQualityParameterNames);
    }

    /// <summary>The assets that sent something and that the registry does not know.</summary>
    public UnregisteredAssets Unregistered { get; }

    /// <summary>The devices whose stamps say that their clock is wrong.</summary>
    public SkewedClocks Skewed { get; } = new();

    /// <summary>Keys met that the contract does not know, and passed over, since start.</summary>
    public long IgnoredKeys => Interlocked.Read(ref _ignoredKeys);

    internal ReadingLimits Limits { get; }

    internal IRegistrySource Registry { get; }

    internal IHostClock Clock { get; }

    internal QualityParameters Parameters { get; }

    internal PayloadTags Tags { get; } = new();

    /// <summary>A decoder for one connection.</summary>
    public NativeJsonDecoder CreateDecoder() => new(this);

    internal void CountIgnoredKeys(int count) => Interlocked.Add(ref _ignoredKeys, count);
}
