namespace Telemetry.Mqtt.Broker;

/// <summary>What became of a name and a password.</summary>
internal enum Verification
{
    Right,

    Wrong,

    /// <summary>Not looked at: too many wrong ones came from this address.</summary>
    Paused,

    /// <summary>Not looked at: too many others wait for theirs.</summary>
    Busy,
}
