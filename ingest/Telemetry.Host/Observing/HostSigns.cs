using System.Text.Json;
using Telemetry.Dashboards;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Live;

namespace Telemetry.Host.Observing;

/// <param name="Name">The host's name.</param>
/// <param name="SaidAt">When it said this.</param>
/// <param name="StaleAfter">It is silent for too long after this.</param>
/// <param name="State"><c>running</c>, <c>stopping</c>, or <c>offline</c> (its will).</param>
/// <param name="Status">What it told of itself; null in a will.</param>
internal sealed record HostSign(
    string Name, DateTimeOffset SaidAt, TimeSpan StaleAfter, string State, StatusSnapshot? Status)
{
    public bool IsHeard(DateTimeOffset now) => State == "running" && now - SaidAt <= StaleAfter;
}

/// <summary>The live topics <c>host/{name}</c>: how a host tells of itself, and how others read it.</summary>
internal static class HostSigns
{
    private const string Prefix = "host/";

    public static readonly JsonSerializerOptions Json = Options();

    /// <summary>The last sign of every host, by name.</summary>
    public static IReadOnlyList<HostSign> Read(LiveBoard board) =>
    [
        .. board.Messages.Where(message => message.Topic.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Parse).OfType<HostSign>().OrderBy(sign => sign.Name, StringComparer.Ordinal),
    ];

    private static HostSign? Parse(LiveMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Json);
            var root = json.RootElement;
            return new HostSign(
                message.Topic[Prefix.Length..], DateTimeOffset.FromUnixTimeMilliseconds(message.TimeMs),
                TimeSpan.FromSeconds(root.TryGetProperty("stale_after_s"u8, out var stale) ? stale.GetInt64() : 0),
                root.TryGetProperty("state"u8, out var state) ? state.GetString() ?? "" : "",
                root.TryGetProperty("status"u8, out var status) ? status.Deserialize<StatusSnapshot>(Json) : null);
        }
        catch (JsonException)
        {
            // A host of another version may tell of itself in another shape: it is then not shown, rather than wrongly.
            return null;
        }
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DashboardsServices.Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
