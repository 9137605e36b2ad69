using System.Security.Cryptography;
using System.Text;
using Telemetry.Dashboards.Access;
using Telemetry.Host.Options;
using Telemetry.Host.Web;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Host.Composition;

/// <summary>Who may do what, from the host's options.</summary>
internal static class AccessRooms
{
    private const string Keys = "keys";

    public static void AddAccess(this IServiceCollection services, TelemetryOptions options)
    {
        var web = options.Web;
        services.AddTelemetryAccess(new AccessOptions
        {
            // Without the role web there is no screen to sign in on, and no store of accounts.
            AccountsOn = web.AccountsOn && options.Roles.Web,
            AnyoneReads = web.AllowWithoutAccounts,
            KnownTokens = web.TokenFile is { } file ? Read(file, web.TokenFileRole) : null,
            ShortestPassword = web.ShortestPassword,
            SessionIdle = web.SessionIdle,
            SessionLimit = web.SessionLimit,
            CookieName = CookieName(options.Host.Name),
            KeyFolder = options.Roles.Web ? Path.Combine(Path.GetFullPath(options.Host.DataFolder), Keys) : null,
        });
    }

    private static AccessTokens Read(string file, Role role)
    {
        try
        {
            return AccessTokens.Read(file, role);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Telemetry:Web:TokenFile: {exception.Message}");
        }
    }

    /// <summary>Browsers don't tell ports apart: two hosts of one machine have cookies of their own.</summary>
    private static string CookieName(string host) =>
        "telemetry-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)).AsSpan(0, 4));
}
