using Telemetry.Domain.Identifiers;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Load;

public enum LoadPayload
{
    /// <summary><c>flow_m3h</c> and <c>total_m3</c> of a meter.</summary>
    Flow,

    /// <summary>A vehicle's fix with speed, heading and ignition.</summary>
    Position,
}

/// <summary>A crowd of devices that send as fast, or as steadily, as asked.</summary>
public sealed class LoadOptions
{
    /// <summary>The broker; this machine's port 1883 by default.</summary>
    public BrokerAddress Broker { get; set; } = new();

    /// <summary>First level of every topic; <c>sanitation</c> by default.</summary>
    public string Root { get; set; } = "sanitation";

    /// <summary>Devices' names and client ids begin with it; <c>load</c> by default.</summary>
    public string Prefix { get; set; } = "load";

    /// <summary>
    /// 100 by default, 1 to 1,000,000, never fewer than connections. One device sends at most 1,000 readings a second.
    /// </summary>
    public int Devices { get; set; } = 100;

    /// <summary>
    /// Messages a second, all devices together; 0, the default, for as fast as acknowledgements come.
    /// </summary>
    public double Rate { get; set; }

    /// <summary>10 by default, 1 to 10,000. Devices are shared out evenly.</summary>
    public int Connections { get; set; } = 10;

    /// <summary>0 to 2; 1 by default.</summary>
    public int Qos { get; set; } = 1;

    /// <summary>10 s by default.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Ends after so many messages where that comes before the duration's end; none by default.</summary>
    public long? Messages { get; set; }

    /// <summary>What each message holds; flow by default.</summary>
    public LoadPayload Payload { get; set; }

    /// <summary>
    /// Unacknowledged messages on each connection; 16 by default, 1 to 10,000, bounded by what the broker allows.
    /// </summary>
    public int Window { get; set; } = 16;

    /// <summary>
    /// File to which every acknowledged reading is appended as <c>device,ts,value</c>, and flushed at once: what must
    /// be found in the store, whatever crashed. None by default.
    /// </summary>
    public string? Journal { get; set; }

    /// <summary>
    /// Connect again when the broker goes, and send again what it hadn't acknowledged; off by default.
    /// </summary>
    public bool Reconnect { get; set; }

    /// <summary>How long the last acknowledgements are waited for; 30 s by default.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Every error at once: the option, its value, and what is allowed. Empty where all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!Identifier.IsValid(Root)) errors.Add($"root: '{Root}' is not one level of a topic");
        if (!Identifier.IsValid(Prefix) || Prefix.Length > 40)
            errors.Add($"prefix: '{Prefix}' is not an identifier of at most 40 characters");
        Within("devices", Devices, 1, 1_000_000);
        Within("connections", Connections, 1, 10_000);
        Within("rate", Rate, 0, 10_000_000);
        Within("qos", Qos, 0, 2);
        Within("window", Window, 1, 10_000);
        Within("duration in seconds", Duration.TotalSeconds, 0.001, 864_000);
        if (Messages is { } messages) Within("messages", messages, 1, 1e12);
        if (Devices < Connections)
            errors.Add($"connections: {Connections} is more than the {Devices} devices that would share them");
        if (Rate > Devices * 1000.0)
            errors.Add(FormattableString.Invariant(
                $"rate: {Rate} msg/s is more than 1,000 a device; a reading's identity is its millisecond"));
        return errors;

        void Within(string option, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                errors.Add(FormattableString.Invariant($"{option}: {value} is not within {least} to {most}"));
        }
    }
}
