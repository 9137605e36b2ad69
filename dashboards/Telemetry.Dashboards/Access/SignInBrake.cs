using System.Net;
using System.Net.Sockets;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>When this key's next attempt is heard, and how many went wrong before.</summary>
internal sealed record HeldUp(DateTimeOffset Until, int Failures);

/// <summary>What an attempt has come to, should it go wrong; null where another is heard at once.</summary>
internal sealed record SignInAttempt(HeldUp? Name, HeldUp? Address)
{
    public HeldUp? Longer => Name is null || (Address is not null && Address.Until > Name.Until) ? Address : Name;
}

/// <summary>
/// Holds up guessing, by name and by address: the first attempts are free, then each wrong one doubles the wait. A name
/// that nobody has counts like any other, so that nothing is learned from it. Kept in memory alone: a start anew
/// forgets, and only who runs the host can start it anew.
/// </summary>
internal sealed class SignInBrake(TimeProvider time)
{
    public const int FreeForName = 5;

    /// <summary>More than of a name: an office is one address.</summary>
    public const int FreeForAddress = 20;

    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromHours(1);

    private const int MostKeys = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    /// <summary>Names and addresses that it has in mind.</summary>
    public int Known
    {
        get
        {
            lock (_gate) return _failures.Count;
        }
    }

    /// <summary>
    /// Null where the attempt must not be made now, with <paramref name="wait"/>. Else it counts as wrong until
    /// <see cref="Succeeded"/> says otherwise: attempts side by side gain nothing.
    /// </summary>
    public SignInAttempt? Begin(string name, IPAddress? address, out TimeSpan wait)
    {
        var (byName, byAddress) = (NameKey(name), AddressKey(address));
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var until = Later(Of(byName, now)?.Until, Of(byAddress, now)?.Until);
            wait = until is { } held && held > now ? held - now : TimeSpan.Zero;
            if (wait > TimeSpan.Zero) return null;
            if (_failures.Count > MostKeys) Shed();
            return new SignInAttempt(Count(byName, FreeForName, now), Count(byAddress, FreeForAddress, now));
        }
    }

    /// <summary>The name is free again; the address only of this one attempt, or whoever has an account could guess on.
    /// </summary>
    public void Succeeded(string name, IPAddress? address)
    {
        lock (_gate)
        {
            _failures.Remove(NameKey(name));
            if (!_failures.TryGetValue(AddressKey(address), out var failures)) return;
            if (--failures.Count <= 0) _failures.Remove(AddressKey(address));
            else if (failures.Count < FreeForAddress) failures.Until = default;
        }
    }

    /// <summary>How an address is written down: of IPv6 the network, since one machine has all of it.</summary>
    public static string? WordsFor(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return IPAddress.IsLoopback(address) ? address.ToString() : $"{new IPAddress(bytes)}/64";
    }

    private static string NameKey(string name)
    {
        var folded = AccountName.Fold(name);
        return "n:" + (folded.Length <= AccountName.Longest ? folded : folded[..AccountName.Longest]);
    }

    private static string AddressKey(IPAddress? address) => "a:" + WordsFor(address);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;

    private Failures? Of(string key, DateTimeOffset now)
    {
        if (!_failures.TryGetValue(key, out var failures)) return null;
        if (now - failures.Last < ForgetAfter) return failures;
        _failures.Remove(key);
        return null;
    }

    private HeldUp? Count(string key, int free, DateTimeOffset now)
    {
        if (!_failures.TryGetValue(key, out var failures)) _failures.Add(key, failures = new Failures());
        failures.Count++;
        failures.Last = now;
        if (failures.Count < free) return null;
        failures.Until = now + WaitAfter(failures.Count - free);
        return new HeldUp(failures.Until, failures.Count);
    }

    private static TimeSpan WaitAfter(int beyond)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(beyond, 16));
        return wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>Somebody tries names by the ten thousand: what is oldest makes room.</summary>
    private void Shed()
    {
        var old = _failures.OrderBy(static pair => pair.Value.Last).Take(_failures.Count - (MostKeys / 2))
            .Select(static pair => pair.Key).ToList();
        foreach (var key in old) _failures.Remove(key);
    }

    private sealed class Failures
    {
        public int Count { get; set; }
        public DateTimeOffset Last { get; set; }
        public DateTimeOffset Until { get; set; }
    }
}
