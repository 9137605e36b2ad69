using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Host.Storing;

/// <summary>What came of it.</summary>
/// <param name="Lines">Written again.</param>
/// <param name="Skipped">Not there any more when their turn came, or damaged.</param>
internal readonly record struct Resent(long Lines, long Skipped);

/// <summary>A wish to write the spool to the store once more, from a moment on.</summary>
/// <param name="From">Lines spooled at this moment or later.</param>
internal sealed record Resend(DateTimeOffset From)
{
    private readonly TaskCompletionSource<Resent> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Resent> Done => _done.Task;

    public void Complete(Resent resent) => _done.TrySetResult(resent);
}

/// <summary>Wishes wait here for the store writer, which is the only one who writes.</summary>
internal sealed class ResendQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Resend> _wishes = new();
    private CancellationTokenSource _waiting = new();

    /// <summary>Cancelled while a wish waits: it wakes a writer that waits for lines.</summary>
    public CancellationToken Waiting
    {
        get
        {
            lock (_gate) return _waiting.Token;
        }
    }

    public void Add(Resend resend)
    {
        lock (_gate)
        {
            _wishes.Enqueue(resend);
            _waiting.Cancel();
        }
    }

    public bool TryTake([NotNullWhen(true)] out Resend? resend)
    {
        lock (_gate)
        {
            if (!_wishes.TryDequeue(out resend)) return false;
            if (_wishes.Count > 0 || !_waiting.IsCancellationRequested) return true;
            _waiting.Dispose();
            _waiting = new CancellationTokenSource();
            return true;
        }
    }

    public void Dispose() => _waiting.Dispose();
}
