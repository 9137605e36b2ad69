using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Secrets that this program makes. They are long and random, so a plain hash of them is enough; a password wants a
/// slow one.
/// </summary>
public static class Secrets
{
    /// <summary>Tells a token from other secrets where one was left lying about.</summary>
    private const string TokenStart = "tlm_";

    /// <summary>Crockford's letters: none is read as another.</summary>
    private const string CodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int CodeLength = 12;

    /// <summary>256 random bits, written so that it needs no escaping in an address.</summary>
    public static string NewToken() => TokenStart + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>60 random bits for one use within days, easy to read out: <c>4F7K-QX2M-9TRB</c>.</summary>
    public static string NewCode()
    {
        var letters = RandomNumberGenerator.GetString(CodeLetters, CodeLength);
        return $"{letters[..4]}-{letters[4..8]}-{letters[8..]}";
    }

    /// <summary>A code as it was meant, however it was typed.</summary>
    public static string ReadCode(string typed) => new(
    [
        .. typed.ToUpperInvariant().Where(static c => c is not ('-' or ' ')).Take(CodeLength + 1).Select(
            static c => c switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                _ => c,
            }),
    ]);

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string HashOfCode(string typed) => HashOf(ReadCode(typed));

    public static bool AreSame(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
