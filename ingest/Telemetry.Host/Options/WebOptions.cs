using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Host.Options;

/// <summary>When people sign in.</summary>
public enum AccountsMode
{
    /// <summary>Where the address can be reached from other machines and there is no token file.</summary>
    Auto,
    On,
    Off,
}

/// <summary>Where people and programs read, and who they are (<c>Telemetry:Web</c>).</summary>
public sealed class WebOptions
{
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(90);

    /// <summary>Address of the status page, the API and the metrics; <c>http://127.0.0.1:8080</c> by default.</summary>
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Whether people sign in: <c>On</c>, <c>Off</c>, or <c>Auto</c> (default): on where <see cref="Url"/> can be
    /// reached from other machines and there is no <see cref="TokenFile"/>. Behind a proxy on this machine say
    /// <c>On</c>.
    /// </summary>
    public AccountsMode Accounts { get; set; }

    /// <summary>
    /// Lets <see cref="Url"/> be reached from other machines without accounts and without a token file; false by
    /// default. Whoever reaches it may read; changes come from the machine itself alone.
    /// </summary>
    public bool AllowWithoutAccounts { get; set; }

    /// <summary>
    /// File of access tokens beside those of the accounts screen, one a line as <c>name:token</c>; a request carries
    /// one as bearer token, a browser as the password. None by default.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>What the tokens of <see cref="TokenFile"/> may do; <c>Administrator</c> by default.</summary>
    public Role TokenFileRole { get; set; } = Role.Administrator;

    /// <summary>Least characters of a password, 8 to 128; 10 by default.</summary>
    [Range(8, 128)]
    public int ShortestPassword { get; set; } = 10;

    /// <summary>A session in which nothing is asked ends after this; 12 hours by default, 5 minutes to 90 days.
    /// </summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A session ends after this, whatever happens in it; 7 days by default, up to 90.</summary>
    public TimeSpan SessionLimit { get; set; } = TimeSpan.FromDays(7);

    /// <summary>True where the address is this machine's own alone.</summary>
    public bool IsLoopback =>
        Uri.TryCreate(Url, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost"
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>True where people sign in.</summary>
    public bool AccountsOn =>
        Accounts == AccountsMode.On || (Accounts == AccountsMode.Auto && !IsLoopback && TokenFile is null);

    /// <param name="hasScreens">The role <c>web</c>: without it nobody could sign in.</param>
    public IEnumerable<string> Validate(bool hasScreens = true)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return $"Telemetry:Web:Url '{Url}': an address such as http://127.0.0.1:8080";
            yield break;
        }
        if (uri.UserInfo.Length > 0)
        {
            yield return "Telemetry:Web:Url holds a user or password: people have accounts (Telemetry:Web:Accounts), "
                + "programs tokens";
            yield break;
        }
        if (uri.PathAndQuery != "/")
            yield return $"Telemetry:Web:Url '{Url}': an address without a path, such as http://127.0.0.1:8080";
        if (!IsLoopback && TokenFile is null && !AllowWithoutAccounts && !(AccountsOn && hasScreens))
        {
            yield return hasScreens
                ? $"Telemetry:Web:Accounts 'Off': Telemetry:Web:Url '{Url}' can be reached from other machines. Leave "
                    + "it at Auto, name a Telemetry:Web:TokenFile, bind 127.0.0.1, or set "
                    + "Telemetry:Web:AllowWithoutAccounts to true to let everybody read"
                : $"Telemetry:Web:Url '{Url}' can be reached from other machines, and without the role web nobody can "
                    + "sign in here: name a Telemetry:Web:TokenFile, bind 127.0.0.1, or set "
                    + "Telemetry:Web:AllowWithoutAccounts to true to let everybody read";
        }
        if (TokenFile is not null && !File.Exists(TokenFile))
            yield return $"Telemetry:Web:TokenFile '{TokenFile}' does not exist: one line name:token for each who may "
                + $"read";
        if (SessionIdle < ShortestSession || SessionIdle > LongestSession)
            yield return $"Telemetry:Web:SessionIdle '{Words(SessionIdle)}': 5 minutes to 90 days, such as 12:00:00";
        if (SessionLimit < ShortestSession || SessionLimit > LongestSession)
        {
            yield return $"Telemetry:Web:SessionLimit '{Words(SessionLimit)}': 5 minutes to 90 days, such as "
                + "7.00:00:00";
        }
    }

    private static string Words(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
