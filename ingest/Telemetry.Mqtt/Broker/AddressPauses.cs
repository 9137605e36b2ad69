using System.Net;
using System.Net.Sockets;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// Who gives wrong passwords is not heard for a while, longer at each further one: a second after the fifth, a minute
/// at most. Counted by client address, for IPv6 by its network of 64 bits.
/// </summary>
internal sealed class AddressPauses(TimeProvider time)
{
    private const int FreeAttempts = 5;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Failures> _failures = [];

    public bool IsPaused(IPAddress address)
    {
        lock (_gate)
        {
            return _failures.TryGetValue(NetworkOf(address), out var failures)
                && time.GetElapsedTime(failures.Last) < PauseAfter(failures.Count);
        }
    }

    public void Failed(IPAddress address)
    {
        lock (_gate)
        {
            var network = NetworkOf(address);
            if (_failures.Count >= MostAddresses && !_failures.ContainsKey(network)) Forget();
            var before = _failures.GetValueOrDefault(network);
            var isOld = before.Count > 0 && time.GetElapsedTime(before.Last) >= Forgotten;
            _failures[network] = new Failures(isOld ? 1 : before.Count + 1, time.GetTimestamp());
        }
    }

    private static TimeSpan PauseAfter(int failures)
    {
        if (failures < FreeAttempts) return TimeSpan.Zero;
        var doublings = Math.Min(failures - FreeAttempts, 16);
        var pause = TimeSpan.FromSeconds(1 << doublings);
        return pause < Longest ? pause : Longest;
    }

    // Of a flood from ten thousand networks, the older half starts anew: memory stays bounded, and nobody is locked
    // out.
    private void Forget()
    {
        foreach (var network in _failures.OrderBy(static entry => entry.Value.Last).Take(MostAddresses / 2)
            .Select(static entry => entry.Key).ToList())
            _failures.Remove(network);
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Failures(int Count, long Last);
}
