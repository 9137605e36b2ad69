using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Broker;

/// <summary>The users file as it is now: read again when its time of writing changes.</summary>
internal sealed class UserDirectory(string path, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan HashPatience = TimeSpan.FromSeconds(10);

    /// <summary>Verified against where the user is unknown, so that the answer takes as long.</summary>
    private static readonly Lazy<PasswordHash> Nobody = new(() =>
    {
        PasswordHash.TryParse(PasswordHash.Hash(Guid.NewGuid().ToString()), out var hash);
        return hash!;
    });

    // A fleet that reconnects at once would keep every core busy with hashing for minutes. A digest under a key that
    // lives in this process alone says that this very password was right for this very entry before.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<PasswordHash, byte[]> _verified = new(ReferenceEqualityComparer.Instance);
    // Half of the cores, so that the other half goes on with what is connected.
    private readonly HashGate _hashes = new(Math.Max(1, Environment.ProcessorCount / 2), HashPatience, time);
    private readonly AddressPauses _pauses = new(time);
    private readonly Lock _reading = new();
    private IReadOnlyDictionary<string, UserEntry> _users = new Dictionary<string, UserEntry>();
    private DateTime _writtenAt;

    /// <summary>Password hashes computed so far.</summary>
    public long HashesComputed => _hashes.Computed;

    public void Dispose() => _hashes.Dispose();

    public UserEntry? Find(string name)
    {
        Refresh();
        return _users.GetValueOrDefault(name);
    }

    /// <summary>
    /// A password that was right before is right at once, also from an address that is not heard. Any other costs a
    /// hash, few at a time; wrong ones, more and more of a pause.
    /// </summary>
    public async Task<Verification> VerifyAsync(string name, byte[] password, IPAddress address)
    {
        var user = Find(name);
        var digest = HMACSHA256.HashData(_key, password);
        if (IsKnown()) return Verification.Right;
        if (_pauses.IsPaused(address)) return Verification.Paused;
        var right = await _hashes.RunAsync(IsKnown, () => Compute(user, password, digest));
        if (right == false) _pauses.Failed(address);
        return right switch { true => Verification.Right, false => Verification.Wrong, _ => Verification.Busy };

        bool IsKnown() => user is not null && _verified.TryGetValue(user.Password, out var known)
            && CryptographicOperations.FixedTimeEquals(known, digest);
    }

    private bool Compute(UserEntry? user, byte[] password, byte[] digest)
    {
        var right = (user?.Password ?? Nobody.Value).Verify(password) && user is not null;
        if (right) _verified[user!.Password] = digest;
        return right;
    }

    private void Refresh()
    {
        lock (_reading)
        {
            // A file that is gone for a moment, as while an editor replaces it, has the year 1601 and no content.
            var writtenAt = File.GetLastWriteTimeUtc(path);
            if (writtenAt == _writtenAt || !File.Exists(path)) return;
            var list = UserList.Read(path);
            _writtenAt = writtenAt;
            if (list.Errors.Count > 0)
            {
                BrokerLog.BadUsersFile(log, path, string.Join("; ", list.Errors));
                return;
            }
            _users = list.Users;
            _verified.Clear();
        }
    }
}
