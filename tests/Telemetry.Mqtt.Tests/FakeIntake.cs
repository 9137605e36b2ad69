using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Mqtt.Tests;

/// <summary>Takes everything, and commits at once or when the test says so.</summary>
internal sealed class FakeIntake : IMessageIntake
{
    private readonly Lock _gate = new();
    private readonly List<Taken> _taken = [];
    private volatile bool _accepting = true;

    /// <summary>Whether messages are committed as they come; default.</summary>
    public bool CommitsAtOnce { get; set; } = true;

    /// <summary>Thrown by the next offer, once.</summary>
    public Exception? NextFault { get; set; }

    public bool IsAccepting
    {
        get => _accepting;
        set => _accepting = value;
    }

    public IReadOnlyList<Taken> All
    {
        get
        {
            lock (_gate) return [.. _taken];
        }
    }

    public IReadOnlyList<string> Payloads => [.. All.Select(taken => taken.Payload)];

    public Task Offer(in InboundMessage message, IPayloadDecoder decoder)
    {
        if (NextFault is { } fault)
        {
            NextFault = null;
            throw fault;
        }
        var taken = new Taken(
            message.Topic, Encoding.UTF8.GetString(message.Payload), message.QualityOfService, message.Retained);
        if (CommitsAtOnce) taken.Commit();
        lock (_gate) _taken.Add(taken);
        return taken.Committed;
    }

    public IPayloadDecoder CreateDecoder() => new NoDecoder();

    public void CommitAll()
    {
        foreach (var taken in All) taken.Commit();
    }

    public Task ReceivedAsync(int count) =>
        Rig.Eventually.TrueAsync(() => All.Count >= count, TimeSpan.FromSeconds(20), $"{count} messages at the intake");

    internal sealed record Taken(string Topic, string Payload, int QualityOfService, bool Retained)
    {
        private readonly TaskCompletionSource _commit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Committed => _commit.Task;

        public void Commit() => _commit.TrySetResult();
    }

    private sealed class NoDecoder : IPayloadDecoder
    {
        public void Decode(in InboundMessage message, IReadingSink sink)
        {
        }
    }
}
