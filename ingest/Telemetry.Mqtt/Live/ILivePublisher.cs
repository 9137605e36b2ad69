namespace Telemetry.Mqtt.Live;

/// <summary>Where the host hands over what stands under <c>{root}/live/</c>.</summary>
public interface ILivePublisher
{
    /// <summary>
    /// Takes the newest state of a topic; it is published within two seconds, unless a newer one replaces it first or
    /// more than 5,000 a second are due. Never waits. A state older than the one present is dropped.
    /// </summary>
    /// <param name="topic">Below <c>{root}/live/</c>, such as <c>plants/sewage-1</c>.</param>
    /// <param name="tsMs">The message's <c>ts</c>, Unix ms.</param>
    /// <param name="json">The whole message; left alone until the topic's next one.</param>
    void Post(string topic, long tsMs, ReadOnlyMemory<byte> json);

    /// <summary>Removes the topic, when the asset goes.</summary>
    void Clear(string topic);
}
