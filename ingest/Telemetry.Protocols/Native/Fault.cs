using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>Why an object is rejected; the first thing found stands.</summary>
sealed record Fault(RejectReason Reason, string Detail)
{
    public static Fault Schema(string detail) => new(RejectReason.Schema, detail);

    /// <summary>'key' is value, allowed is allowed.</summary>
    public static Fault Schema(string key, string value, string allowed) =>
        new(RejectReason.Schema, $"'{key}' is {value}, allowed is {allowed}");
}
