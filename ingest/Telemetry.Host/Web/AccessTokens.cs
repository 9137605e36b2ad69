using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Telemetry.Dashboards.Access;
using Telemetry.Host.Options;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Host.Web;

/// <summary>The access tokens of the token file, kept as hashes; looked up in constant time for each name.</summary>
internal sealed class AccessTokens : IKnownTokens
{
    public const int ShortestToken = 16;

    private readonly FrozenDictionary<string, byte[]> _hashes;

    private AccessTokens(FrozenDictionary<string, byte[]> hashes, Role role) => (_hashes, Role) = (hashes, role);

    public Role Role { get; }

    /// <summary>Lines of <c>name:token</c>; empty lines and those beginning with <c>#</c> are passed over.</summary>
    public static AccessTokens Read(string file, Role role)
    {
        var hashes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var problems = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#')) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) problems.Add($"Telemetry:Web:TokenFile line {number}: name:token is wanted");
            else if (line.Length - colon - 1 < ShortestToken)
                problems.Add($"Telemetry:Web:TokenFile line {number}: a token has at least {ShortestToken} characters");
            else if (!hashes.TryAdd(line[..colon], Hash(line[(colon + 1)..])))
                problems.Add($"Telemetry:Web:TokenFile line {number}: the name '{line[..colon]}' stands twice");
        }
        if (problems.Count == 0 && hashes.Count == 0)
            problems.Add($"Telemetry:Web:TokenFile '{file}' holds no token: one line name:token for each who may read");
        return problems.Count == 0 ? new AccessTokens(hashes.ToFrozenDictionary(), role)
            : throw new StartRefusedException(problems);
    }

    /// <summary>The name whose token this is; null where it is nobody's.</summary>
    public string? Find(string token)
    {
        var hash = Hash(token);
        string? found = null;
        foreach (var (name, known) in _hashes)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash)) found = name;
        }
        return found;
    }

    // Tokens are long and random, so a plain hash is enough; a password would want a slow one.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
