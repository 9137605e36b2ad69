using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

namespace Telemetry.Mqtt.Acknowledging;

/// <summary>
/// Messages of one connection in the order of their arrival, each with the task of its commit. One loop awaits the
/// tasks in that order and acknowledges, so a commit that completes early waits for its elders, as MQTT requires
/// (4.6.0-2). What one commit completed is acknowledged in one write: a socket call for each would cost more than all
/// the host does with a message.
/// </summary>
internal sealed class AcknowledgementLine
{
    /// <summary>Bytes of acknowledgements written at once; a thousand of them.</summary>
    private const int MostAtOnce = 4096;

    private readonly Channel<Entry> _entries;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task> _write;
    private readonly IAcknowledgementBooks _books;
    private readonly byte[] _gathered = new byte[MostAtOnce];
    private int _length;
    private int _unsettled; // of those gathered
    private long _enqueued;
    private long _settled;

    /// <param name="write">Sends bytes to the peer as they are.</param>
    /// <param name="books">Told of everything that passes.</param>
    /// <param name="capacity">
    /// Messages that may wait before <see cref="EnqueueAsync"/> does; 0 where the peer's own window bounds them.
    /// </param>
    public AcknowledgementLine(
        Func<ReadOnlyMemory<byte>, CancellationToken, Task> write, IAcknowledgementBooks books, int capacity = 0)
    {
        _write = write;
        _books = books;
        _entries = capacity == 0
            ? Channel.CreateUnbounded<Entry>(new() { SingleReader = true, SingleWriter = true })
            : Channel.CreateBounded<Entry>(
                new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>
    /// What is done with a message after its commit and before its acknowledgement; nothing by default.
    /// </summary>
    public Func<MqttApplicationMessage, CancellationToken, Task>? Forward { get; init; }

    /// <summary>Called by the one who receives, message by message. Ignored once the line was completed.</summary>
    public ValueTask EnqueueAsync(in Entry entry, CancellationToken cancellationToken)
    {
        if (entry.Counts)
        {
            Interlocked.Increment(ref _enqueued);
            _books.Awaiting();
        }
        if (_entries.Writer.TryWrite(entry)) return ValueTask.CompletedTask;
        return WaitForRoomAsync(entry, cancellationToken);
    }

    /// <summary>No message follows; <see cref="RunAsync"/> ends once everything is acknowledged.</summary>
    public void Complete() => _entries.Writer.TryComplete();

    /// <summary>
    /// Runs until <see cref="Complete"/>, or until the connection is given up through the token. What a commit or a
    /// write throws ends the line: acknowledging a later message first would break the order.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _entries.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_entries.Reader.TryRead(out var entry)) await SettleAsync(entry, cancellationToken);
                await SendAsync(cancellationToken);
            }
        }
        catch
        {
            // Whoever still receives must not wait for room that never comes.
            Complete();
            throw;
        }
    }

    /// <summary>
    /// Closes the books of a lost connection once <see cref="RunAsync"/> has ended and no message can follow: whatever
    /// was not acknowledged stays so, because its packet identifier may by now belong to another message.
    /// </summary>
    /// <returns>How many acknowledgements were dropped.</returns>
    public long Abandon()
    {
        Complete();
        var stale = Interlocked.Read(ref _enqueued) - Interlocked.Read(ref _settled);
        _books.Stale(stale);
        return stale;
    }

    private async ValueTask WaitForRoomAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _entries.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // Nothing is acknowledged any more; the message stays with its sender.
        }
    }

    private async ValueTask SettleAsync(Entry entry, CancellationToken cancellationToken)
    {
        if (!entry.Committed.IsCompletedSuccessfully)
        {
            // Many messages share the task of their commit group: only the first of them waits, with its elders sent.
            await SendAsync(cancellationToken);
            await entry.Committed.WaitAsync(cancellationToken);
        }
        if (entry.Forward is { } message && Forward is not null) await Forward(message, cancellationToken);
        if (_length + PubAck.Longest > _gathered.Length) await SendAsync(cancellationToken);
        if (entry.QualityOfService != MqttQualityOfServiceLevel.AtMostOnce)
        {
            _length += PubAck.Write(
                _gathered.AsSpan(_length), entry.PacketIdentifier,
                entry.QualityOfService == MqttQualityOfServiceLevel.ExactlyOnce, entry.Reason);
        }
        if (entry.Counts) _unsettled++;
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_length > 0) await _write(_gathered.AsMemory(0, _length), cancellationToken);
        _length = 0;
        if (_unsettled == 0) return;
        Interlocked.Add(ref _settled, _unsettled);
        _books.Settled(_unsettled);
        _unsettled = 0;
    }

    /// <param name="QualityOfService">0 is not acknowledged; it keeps its place all the same.</param>
    /// <param name="Committed">Completes when the message is on disk.</param>
    /// <param name="Reason">Why it is refused (MQTT 5); 0 is success.</param>
    /// <param name="Forward">What subscribers get; null where nobody does.</param>
    /// <param name="Counts">False for what is only answered in its turn, and in nobody's books.</param>
    public readonly record struct Entry(
        ushort PacketIdentifier, MqttQualityOfServiceLevel QualityOfService, Task Committed, byte Reason = 0,
        MqttApplicationMessage? Forward = null, bool Counts = true);
}
