using System.Text;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Storing;

/// <summary>A store in memory, whose steps can be broken off or held.</summary>
internal sealed class FakeStore : ITelemetryStore
{
    private readonly Lock _gate = new();
    private readonly List<(string Line, bool Again)> _lines = [];
    private SpoolCursor? _cursor;

    public StoreCondition Condition { get; set; } = new(StoreTrouble.None, "", DateTimeOffset.UnixEpoch);

    /// <summary>Breaks off behind the rows and before the cursor, as a crash would.</summary>
    public bool DiesBeforeCursor { get; set; }

    /// <summary>Lines whose value ends so are refused for good.</summary>
    public string? Refuses { get; set; }

    /// <summary>Batches of fewer lines are undecided.</summary>
    public int Doubts { get; set; }

    /// <summary>A write waits for it.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>Called with each batch before it is written.</summary>
    public Action<StoreBatch>? Writing { get; set; }

    public IReadOnlyList<string> Lines(bool again = false)
    {
        lock (_gate) return [.. _lines.Where(line => line.Again == again).Select(line => line.Line)];
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SpoolCursor?> LoadCursorAsync(CancellationToken cancellationToken) => Task.FromResult(_cursor);

    public async Task<StoreReceipt> WriteAsync(
        StoreBatch batch, IRejectedLines rejected, CancellationToken cancellationToken)
    {
        await Held.WaitAsync(cancellationToken);
        Writing?.Invoke(batch);
        var lines = Encoding.UTF8.GetString(batch.Lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < Doubts)
        {
            await Task.Yield();
            return StoreReceipt.Undecided;
        }
        var refused = Refuses is null
            ? [] : lines.Where(line => line.EndsWith(Refuses, StringComparison.Ordinal)).ToArray();
        lock (_gate) _lines.AddRange(lines.Except(refused).Select(line => (line, batch.Again)));
        if (refused.Length > 0)
            await rejected.AddAsync(
                [.. refused.Select(line => new RejectedLine(Encoding.UTF8.GetBytes(line), "refused"))],
                cancellationToken);
        if (DiesBeforeCursor) throw new IOException("died");
        var receipt = new StoreReceipt(lines.Length - refused.Length, refused.Length);
        if (!batch.Again)
            _cursor = new SpoolCursor(
                batch.Spool, batch.End, (_cursor?.Stored ?? 0) + receipt.Stored, (_cursor?.Rejected ?? 0)
                + receipt.Rejected);
        return receipt;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
