using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Live;

/// <summary>
/// Clears what this host left at a broker of assets that were taken out of the registry while it was down. What another
/// host published is that one's to clear: it may have another registry, or a newer one.
/// </summary>
internal sealed partial class LeftoverTopics(
    IRegistrySource registry, LiveState state, ILivePublisher publisher, TelemetryOptions options,
    ILogger<LeftoverTopics> logger)
{
    /// <summary>The key of a live message that says who published it.</summary>
    public const string HostKey = "host";

    /// <param name="topic">Below <c>{root}/live/</c>, as the broker holds it.</param>
    public void Consider(string topic, ReadOnlyMemory<byte> json)
    {
        // An asset that is not registered may report all the same: what this run heard of it stays.
        if (!LiveTopics.IsOfUnknownAsset(topic, registry.Current) || !IsOurs(json) || state.Feeds(topic)) return;
        publisher.Clear(topic);
        Log.Cleared(logger, topic);
    }

    private bool IsOurs(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var message = JsonDocument.Parse(json);
            return message.RootElement.ValueKind == JsonValueKind.Object
                && message.RootElement.TryGetProperty(HostKey, out var host)
                && host.ValueKind == JsonValueKind.String && host.ValueEquals(options.Host.Name);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3401, LogLevel.Debug, "The live topic {Topic} is cleared: the registry no longer knows its asset.")]
        public static partial void Cleared(ILogger logger, string topic);
    }
}
