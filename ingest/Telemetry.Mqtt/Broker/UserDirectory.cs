using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Broker;

/// <summary>The users file as it is now: read again when its time of writing changes.</summary>
internal sealed class UserDirectory(string path, ILogger log)
{
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
    private readonly Lock _reading = new();
    private IReadOnlyDictionary<string, UserEntry> _users = new Dictionary<string, UserEntry>();
    private DateTime _writtenAt;

    public UserEntry? Find(string name)
    {
        Refresh();
        return _users.GetValueOrDefault(name);
    }

    public bool Verify(string name, byte[] password)
    {
        if (Find(name) is not { } user)
        {
            Nobody.Value.Verify(password);
            return false;
        }
        var digest = HMACSHA256.HashData(_key, password);
        if (_verified.TryGetValue(user.Password, out var known) && CryptographicOperations.FixedTimeEquals(known, digest))
            return true;
        if (!user.Password.Verify(password)) return false;
        _verified[user.Password] = digest;
        return true;
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
