using System.Threading.Channels;

namespace Telemetry.Mqtt.Source;

/// <summary>
/// Messages of one connection in the order of their arrival, each with the task of its commit. One loop awaits the
/// tasks in that order and acknowledges, so a commit that completes early waits for its elders, as MQTT requires.
/// The line is as long as the broker's window at most.
/// </summary>
/// <typeparam name="T">What is acknowledged: MQTTnet's event arguments.</typeparam>
internal sealed class AcknowledgementLine<T>(
    Func<T, CancellationToken, Task> acknowledge, ConnectionJournal journal)
{
    private readonly Channel<Entry> _entries =
        Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private long _enqueued;
    private long _acknowledged;

    /// <summary>Called by the receive handler, message by message; never waits.</summary>
    public void Enqueue(T message, Task committed)
    {
        if (!_entries.Writer.TryWrite(new Entry(message, committed))) return;
        Interlocked.Increment(ref _enqueued);
        journal.Awaiting();
    }

    /// <summary>No message follows; <see cref="RunAsync"/> ends once everything is acknowledged.</summary>
    public void Complete() => _entries.Writer.TryComplete();

    /// <summary>
    /// Runs until <see cref="Complete"/>, or until the connection is given up through the token. What a commit or an
    /// acknowledgement throws ends the line: acknowledging a later message first would break the order.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _entries.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_entries.Reader.TryRead(out var entry))
            {
                // Many messages share the task of their commit group: only the first of them waits.
                if (!entry.Committed.IsCompletedSuccessfully) await entry.Committed.WaitAsync(cancellationToken);
                await acknowledge(entry.Message, cancellationToken);
                Interlocked.Increment(ref _acknowledged);
                journal.Acknowledged();
            }
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
        var stale = Interlocked.Read(ref _enqueued) - Interlocked.Read(ref _acknowledged);
        journal.Stale(stale);
        return stale;
    }

    private readonly record struct Entry(T Message, Task Committed);
}
