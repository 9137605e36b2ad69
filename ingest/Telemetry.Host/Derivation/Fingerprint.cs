using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telemetry.Host.Derivation;

/// <summary>
/// The version of a few things that were said: the first 12 hex digits of their SHA-256, as the registry's own version
/// is made. The same things have the same version, wherever and whenever they are said.
/// </summary>
internal sealed class Fingerprint
{
    private readonly StringBuilder _said = new();

    public Fingerprint Say(string? text)
    {
        // The length keeps two texts apart from one that is both.
        _said.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text}\n");
        return this;
    }

    public Fingerprint Say(double? number) => Say(number?.ToString("R", CultureInfo.InvariantCulture));

    public Fingerprint Say(DateOnly? day) => Say(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public override string ToString() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_said.ToString())).AsSpan(0, 6));
}
