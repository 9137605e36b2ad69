namespace Telemetry.Storage.Operations.Accounts;

/// <summary>Somebody who signs in with a password.</summary>
/// <param name="PasswordHash">Null until the first password is set.</param>
/// <param name="CodeHash">Of the one-time code that sets a password; null where there is none.</param>
/// <param name="CodeUntil">When the code ends by itself.</param>
/// <param name="Stamp">Another one ends every session of the account.</param>
/// <param name="CreatedBy">An actor, as the ledger writes it.</param>
/// <param name="SignedInAt">The newest sign-in; null where there was none.</param>
public sealed record Account(
    long Id, string Name, Role Role, bool Enabled, string? PasswordHash, string? CodeHash, DateTimeOffset? CodeUntil,
    string Stamp, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? SignedInAt);

/// <summary>What a program or a wall panel carries instead of a password.</summary>
/// <param name="Kiosk">Only reads, and may stand in an address once.</param>
/// <param name="Hash">SHA-256 of the secret, lower-case hexadecimal.</param>
/// <param name="UsedAt">The newest use, to the minute; null where there was none.</param>
/// <param name="RevokedAt">Null while it is in force.</param>
public sealed record ApiToken(
    long Id, string Name, Role Role, bool Kiosk, string Hash, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt);

/// <summary>How accounts and tokens may be called.</summary>
public static class AccountName
{
    public const int Longest = 64;

    public const string Allowed =
        "1 to 64 letters and digits of any script, '.', '_', '-', '@', and single spaces between them";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && name[0] != ' ' && name[^1] != ' '
        && !name.Contains("  ", StringComparison.Ordinal)
        && name.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or ' ');

    /// <summary>Two names that are read as the same are one: case and width of letters don't count.</summary>
    /// <remarks>By hand, since what a runtime knows of Unicode's normal forms depends on its machine.</remarks>
    public static string Fold(string name) => string.Create(name.Length, name, static (folded, name) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            var wide = name[i] is >= '\uFF01' and <= '\uFF5E';
            folded[i] = char.ToUpperInvariant(wide ? (char)(name[i] - 0xFEE0) : name[i]);
        }
    });
}
