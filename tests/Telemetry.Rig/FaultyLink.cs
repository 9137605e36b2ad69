using System.Diagnostics;
using System.Net.Sockets;

namespace Telemetry.Rig;

/// <summary>
/// One connection through a <see cref="FaultProxy"/>: client on the near side, server on the far one.
/// </summary>
internal sealed class FaultyLink : IDisposable
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>Small, so that what can't go on stands in the sender's way instead of vanishing into buffers.</summary>
    private const int SocketBuffer = 64 * 1024;

    private const int SlicesPerSecond = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a word of the client's keeps a link awake that waits to be spoken to.</summary>
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(500);

    private readonly Socket _near;
    private readonly Socket _far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<LinkFault> _fault;
    private readonly Action _held;
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _isDead;
    private long _spokenAt = Stopwatch.GetTimestamp() - (Stopwatch.Frequency * 60);
    private LinkFault? _countedUnder;
    private long _answered;
    private int _isClosed;

    /// <param name="near">The client's connection.</param>
    /// <param name="fault">What the link is like now; asked for every piece.</param>
    /// <param name="held">Called when an answer has to wait until the client speaks.</param>
    public FaultyLink(Socket near, Func<LinkFault> fault, Action held)
    {
        _near = near;
        _fault = fault;
        _held = held;
        _near.NoDelay = _far.NoDelay = true;
        _near.ReceiveBufferSize = _far.ReceiveBufferSize = SocketBuffer;
    }

    /// <summary>Carries bytes until one side ends or the link is cut.</summary>
    public async Task RunAsync(int target)
    {
        try
        {
            if (_isDead) await Task.Delay(Timeout.Infinite, _closed.Token);
            await _far.ConnectAsync("127.0.0.1", target, _closed.Token);
            await Task.WhenAll(CarryAsync(_near, _far, isAnswer: false), CarryAsync(_far, _near, isAnswer: true));
            Close(reset: false);
        }
        catch (SocketException)
        {
            Close(reset: true);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Cut by the test.
        }
    }

    /// <summary>Half open: neither end is told, nothing goes through any more, for ever.</summary>
    public void Die() => _isDead = true;

    /// <summary>Both ends see a reset.</summary>
    public void Cut() => Close(reset: true);

    public void Dispose()
    {
        Close(reset: true);
        _closed.Dispose();
    }

    private async Task CarryAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer, _closed.Token);
                await HoldWhileDeadAsync();
                if (read == 0) break;
                if (isAnswer) await PassAnswerAsync(to, buffer.AsMemory(0, read));
                else await PassAsync(to, buffer.AsMemory(0, read));
                if (!isAnswer) Volatile.Write(ref _spokenAt, Stopwatch.GetTimestamp());
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            await HoldWhileDeadAsync();
            Close(reset: true);
        }
    }

    private async Task PassAnswerAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        if (IsAsleep()) _held();
        while (IsAsleep()) await Task.Delay(Look, _closed.Token);

        var now = _fault();
        if (now.CutAfterAnswerBytes is not { } limit)
        {
            await PassAsync(to, bytes);
            return;
        }
        if (!ReferenceEquals(now, _countedUnder)) (_countedUnder, _answered) = (now, 0);
        var allowed = (int)Math.Min(bytes.Length, limit - _answered);
        await PassAsync(to, bytes[..allowed]);
        _answered += allowed;
        if (_answered == limit) Close(reset: true);
    }

    private async Task PassAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        if (_fault().Latency is { Ticks: > 0 } latency) await Task.Delay(latency, _closed.Token);
        while (!bytes.IsEmpty)
        {
            await HoldWhileDeadAsync();
            var slice = bytes;
            if (_fault().BytesPerSecond is { } rate)
            {
                slice = bytes[..Math.Min(bytes.Length, Math.Max(rate / SlicesPerSecond, 1))];
                await Task.Delay(TimeSpan.FromSeconds((double)slice.Length / rate), _closed.Token);
            }
            var sent = await to.SendAsync(slice, _closed.Token);
            bytes = bytes[sent..];
        }
    }

    private bool IsAsleep() =>
        _fault().WaitsToBeSpokenTo && Stopwatch.GetElapsedTime(Volatile.Read(ref _spokenAt)) > Awake;

    private Task HoldWhileDeadAsync() => _isDead ? Task.Delay(Timeout.Infinite, _closed.Token) : Task.CompletedTask;

    private void Close(bool reset)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        if (reset) _near.LingerState = _far.LingerState = new LingerOption(true, 0);
        _closed.Cancel();
        _near.Dispose();
        _far.Dispose();
    }
}
