using System.Collections.Concurrent;

namespace Telemetry.Domain.Readings;

/// <summary>What happens to readings of an asset that the registry does not know.</summary>
public enum UnknownAssetPolicy
{
    /// <summary>Stored and flagged <see cref="ReadingFlags.Unregistered"/>, up to a number of such assets.</summary>
    Accept,

    /// <summary>Rejected as <c>unknown_asset</c>, to be replayed once the asset is registered.</summary>
    Quarantine,
}

public enum AssetKind
{
    Plant,
    Meter,
    QualityPoint,
    Vehicle,
    Facility,
}

/// <summary>
/// The assets that sent something and that the registry does not know. Shared by all connections. Holds at most a
/// fixed number of them, so that invented names cannot fill the memory or the store: beyond it they are refused.
/// </summary>
public sealed class UnregisteredAssets(UnknownAssetPolicy policy, int limit = UnregisteredAssets.DefaultLimit)
{
    public const int DefaultLimit = 1_000;

    readonly ConcurrentDictionary<(AssetKind, string), UnregisteredAsset> _assets = new();
    readonly Lock _growth = new();
    readonly List<UnregisteredAsset> _inOrder = []; // guarded by the lock
    long _beyondLimit;

    public UnknownAssetPolicy Policy => policy;

    public int Limit => limit;

    /// <summary>Times that an asset was met and not listed because the list was full.</summary>
    public long BeyondLimit => Interlocked.Read(ref _beyondLimit);

    /// <summary>How many were seen since start.</summary>
    public int Count
    {
        get
        {
            lock (_growth) return _inOrder.Count;
        }
    }

    /// <summary>Those seen since start, in no order.</summary>
    public IReadOnlyCollection<UnregisteredAsset> Seen => [.. _assets.Values];

    /// <summary>Those seen first, for a status that is asked for often.</summary>
    public IReadOnlyList<UnregisteredAsset> First(int most)
    {
        lock (_growth) return [.. _inOrder.Take(most)];
    }

    /// <summary>The entry of an asset, made where there is room; null where there is none.</summary>
    public UnregisteredAsset? Meet(AssetKind kind, string name, long receivedMs)
    {
        if (_assets.TryGetValue((kind, name), out var known)) return known;
        lock (_growth)
        {
            if (_assets.TryGetValue((kind, name), out known)) return known;
            if (_inOrder.Count >= limit)
            {
                Interlocked.Increment(ref _beyondLimit);
                return null;
            }
            var met = new UnregisteredAsset(kind, name, receivedMs);
            _inOrder.Add(met);
            return _assets[(kind, name)] = met;
        }
    }

    /// <summary>The registry knows it now: its place on the list is free again.</summary>
    public void Forget(AssetKind kind, string name)
    {
        if (_assets.IsEmpty) return;
        lock (_growth)
        {
            if (_assets.TryRemove((kind, name), out var known)) _inOrder.Remove(known);
        }
    }
}

/// <summary>One entry of the list; counted up by every connection that meets the asset.</summary>
public sealed class UnregisteredAsset
{
    internal const int Bytes = 64;

    long _lastSeenMs;
    long _count;

    internal UnregisteredAsset(AssetKind kind, string name, long receivedMs)
    {
        Kind = kind;
        Name = name;
        FirstSeen = DateTimeOffset.FromUnixTimeMilliseconds(receivedMs);
        _lastSeenMs = receivedMs;
    }

    public AssetKind Kind { get; }

    /// <summary>Its identifier; for a part of a plant <c>plant/part</c>.</summary>
    public string Name { get; }

    public DateTimeOffset FirstSeen { get; }

    public DateTimeOffset LastSeen => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _lastSeenMs));

    /// <summary>Objects received, accepted or not.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Note(long receivedMs)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _lastSeenMs, receivedMs);
    }
}
