using System.Net;

namespace Telemetry.Host.Options;

/// <summary>Where people and programs read (<c>Telemetry:Web</c>).</summary>
public sealed class WebOptions
{
    /// <summary>Address of the status page, the API and the metrics; <c>http://127.0.0.1:8080</c> by default.</summary>
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>
    /// File of access tokens, one a line as <c>name:token</c>; a request carries one as bearer token, a browser as the
    /// password. None by default, which is allowed on loopback only.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>True where the address is this machine's own alone.</summary>
    public bool IsLoopback =>
        Uri.TryCreate(Url, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost"
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    public IEnumerable<string> Validate()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return $"Telemetry:Web:Url '{Url}': an address such as http://127.0.0.1:8080";
            yield break;
        }
        if (uri.UserInfo.Length > 0)
        {
            yield return "Telemetry:Web:Url holds a user or password: who may read stands in Telemetry:Web:TokenFile";
            yield break;
        }
        if (uri.PathAndQuery != "/")
            yield return $"Telemetry:Web:Url '{Url}': an address without a path, such as http://127.0.0.1:8080";
        if (!IsLoopback && TokenFile is null)
        {
            yield return $"Telemetry:Web:Url '{Url}' can be reached from other machines and no authentication is "
                + "configured: set Telemetry:Web:TokenFile, or bind 127.0.0.1";
        }
        if (TokenFile is not null && !File.Exists(TokenFile))
            yield return $"Telemetry:Web:TokenFile '{TokenFile}' does not exist: one line name:token for each who may "
                + $"read";
    }
}
