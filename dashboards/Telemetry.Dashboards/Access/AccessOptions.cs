using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>Who is let in, as the host decides it from its options.</summary>
public sealed class AccessOptions
{
    /// <summary>People sign in; without, this machine's own requests may do everything.</summary>
    public bool AccountsOn { get; init; }

    /// <summary>Without accounts: whoever reaches the address may read.</summary>
    public bool AnyoneReads { get; init; }

    /// <summary>Tokens that a file of the host's names; null where there is none.</summary>
    public IKnownTokens? KnownTokens { get; init; }

    /// <summary>Least characters of a password.</summary>
    public int ShortestPassword { get; init; } = 10;

    /// <summary>A session without any request ends after this.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A session ends after this, whatever happens in it.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Told apart from another host's on the same machine: browsers don't tell ports apart.</summary>
    public string CookieName { get; init; } = "telemetry";

    /// <summary>Folder of the keys that sign cookies; null: for as long as the process lives.</summary>
    public string? KeyFolder { get; init; }
}

/// <summary>Tokens beside those of the accounts' store.</summary>
public interface IKnownTokens
{
    /// <summary>What whoever carries one may do.</summary>
    Role Role { get; }

    /// <summary>The name whose token this is; null where it is nobody's.</summary>
    string? Find(string token);
}
