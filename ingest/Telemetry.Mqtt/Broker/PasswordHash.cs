using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// A password as the users file keeps it: <c>pbkdf2-sha512$iterations$salt$hash</c>, the last two in Base64. It
/// contains no colon, so it can stand between two.
/// </summary>
public sealed class PasswordHash
{
    private const string Scheme = "pbkdf2-sha512";

    /// <summary>OWASP's figure for PBKDF2 with SHA-512.</summary>
    private const int Iterations = 210_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash)
    {
        _iterations = iterations;
        _salt = salt;
        _hash = hash;
    }

    /// <summary>A fresh text for the users file; two of the same password differ.</summary>
    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Derive(Encoding.UTF8.GetBytes(password), salt, Iterations, HashBytes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    public static bool TryParse(string text, out PasswordHash? parsed)
    {
        parsed = null;
        var parts = text.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > 10_000_000)
            return false;
        var salt = new byte[SaltBytes * 4];
        var hash = new byte[HashBytes * 4];
        if (!Convert.TryFromBase64String(parts[2], salt, out var saltLength) || saltLength < 8) return false;
        if (!Convert.TryFromBase64String(parts[3], hash, out var hashLength) || hashLength < 16) return false;
        parsed = new PasswordHash(iterations, salt[..saltLength], hash[..hashLength]);
        return true;
    }

    /// <summary>Takes the time of the hash, about 0.1 s, and as long for a wrong password as for a right one.</summary>
    public bool Verify(ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations, _hash.Length), _hash);

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);
}
