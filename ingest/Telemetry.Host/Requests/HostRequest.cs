using System.Text.Json.Serialization;

namespace Telemetry.Host.Requests;

/// <summary>
/// What a command asks of the host that owns a data folder. It lies there as a file, so whoever may write to the folder
/// may ask, no port or password is needed, and a host that is down does it at its next start.
/// </summary>
/// <param name="Replay">Ids of dead letters to offer again.</param>
/// <param name="ResendFrom">Write the spool's kept lines to the store once more, from this moment on.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HostRequest(IReadOnlyList<string>? Replay = null, DateTimeOffset? ResendFrom = null);

/// <param name="SkippedLines">Lines that a resend no longer found or could not read.</param>
/// <param name="Error">Why it could not be done; null where it was.</param>
internal sealed record HostAnswer(
    Pipeline.ReplayReport? Replay = null, long? ResentLines = null, long? SkippedLines = null, string? Error = null);

[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostAnswer))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class RequestJson : JsonSerializerContext;
