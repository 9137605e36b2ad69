namespace Telemetry.Mqtt.Live;

/// <summary>
/// The way live messages take to the broker: into the embedded one, or over a connection to a real one.
/// </summary>
public interface ILiveChannel
{
    bool IsReady { get; }

    /// <summary>Raised when a broker that may have forgotten its retained messages can be published to again.</summary>
    event Action? BecameReady;

    /// <summary>Publishes retained with QoS 1; an empty payload clears the topic.</summary>
    /// <returns>False where the broker did not take it.</returns>
    Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
