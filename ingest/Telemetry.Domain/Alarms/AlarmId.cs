using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms;

/// <summary>
/// Which alarm: a function of rule, asset and onset, so that whoever finds the same again finds the same alarm. Stands
/// in topics and addresses: the rule's name, a hyphen, 16 hex digits of the SHA-256 of all three.
/// </summary>
public readonly record struct AlarmId(string Value)
{
    public static AlarmId Of(AlarmRule rule, AlarmAsset asset, DateTimeOffset onset)
    {
        var name = WireNames.Of(rule);
        var said = string.Create(CultureInfo.InvariantCulture, $"{name}|{asset}|{onset.ToUnixTimeMilliseconds()}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(said));
        return new AlarmId($"{name}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}");
    }

    public override string ToString() => Value;
}
