using System.Text.Json.Serialization;

namespace Telemetry.Host.Requests;

/// <summary>
/// What a command asks of the host that owns a data folder. It lies there as a file, so whoever may write to the folder
/// may ask, no port or password is needed, and a host that is down does it at its next start.
/// </summary>
/// <param name="Replay">Ids of dead letters to offer again.</param>
/// <param name="ResendFrom">Write the spool's kept lines to the store once more, from this moment on.</param>
/// <param name="Recompute">Derive these local days anew.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HostRequest(
    IReadOnlyList<string>? Replay = null, DateTimeOffset? ResendFrom = null, RecomputeDays? Recompute = null);

/// <param name="From">First local day.</param>
/// <param name="To">Last local day, inclusive.</param>
/// <param name="Plant">Only this plant's; all where null.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RecomputeDays(DateOnly From, DateOnly To, string? Plant = null);

/// <param name="SkippedLines">Lines that a resend no longer found or could not read.</param>
/// <param name="RecomputedDays">Local days derived anew.</param>
/// <param name="ChangedRows">Derived rows whose value became another by it.</param>
/// <param name="Error">Why it could not be done; null where it was.</param>
internal sealed record HostAnswer(
    Pipeline.ReplayReport? Replay = null, long? ResentLines = null, long? SkippedLines = null,
    int? RecomputedDays = null, long? ChangedRows = null, string? Error = null);

[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostAnswer))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class RequestJson : JsonSerializerContext;
