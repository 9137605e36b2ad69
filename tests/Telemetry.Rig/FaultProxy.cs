using System.Net;
using System.Net.Sockets;

namespace Telemetry.Rig;

/// <summary>
/// A TCP link to a server on the loopback that can be made bad and well again. Clients connect to <see cref="Port"/>;
/// the server never notices that anything stands between, except by what the link does.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly List<FaultyLink> _links = [];
    private volatile LinkFault _fault = LinkFault.None;
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _accepted;
    private long _held;

    private FaultProxy(int target)
    {
        _target = target;
        Port = FreePort.Next();
    }

    public int Port { get; }

    /// <summary>Connections taken since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>How often an answer had to wait until the client spoke: see <see cref="StallUntilSpokenTo"/>.</summary>
    public long Held => Interlocked.Read(ref _held);

    public static FaultProxy Start(int target)
    {
        var proxy = new FaultProxy(target);
        proxy.Listen();
        return proxy;
    }

    /// <summary>Well again. Connections that fell into a black hole stay there; new ones go through.</summary>
    public void Pass() => Become(LinkFault.None);

    /// <summary>
    /// Nobody listens: connections are refused, and those there are see a reset. Any other state ends it.
    /// </summary>
    public async Task RefuseAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting;
        Cut();
    }

    /// <summary>Every connection sees a reset, at both ends; new ones go through.</summary>
    public void Cut() => EachLink(link => link.Cut());

    /// <summary>Half open: connections stay, new ones are taken, nothing goes through, nobody is told.</summary>
    public void BlackHole()
    {
        Become(new LinkFault(IsBlackHole: true));
        EachLink(link => link.Die());
    }

    /// <summary>
    /// A slow line: so many bytes a second each way, and each piece of at most 16 KiB late by
    /// <paramref name="latency"/>.
    /// </summary>
    public void Slow(int bytesPerSecond, TimeSpan latency) => Become(new LinkFault(bytesPerSecond, latency));

    /// <summary>
    /// Every connection passes so many more bytes of the server's and is then reset: in the middle of an answer.
    /// </summary>
    public void CutAnswersAfter(int bytes) => Become(new LinkFault(CutAfterAnswerBytes: bytes));

    /// <summary>
    /// A stall as some brokers and closed TCP windows have it: while the client has said nothing for half a second,
    /// what the server sends waits until it does.
    /// </summary>
    public void StallUntilSpokenTo() => Become(new LinkFault(WaitsToBeSpokenTo: true));

    public async ValueTask DisposeAsync() => await RefuseAsync();

    private void Become(LinkFault fault)
    {
        _fault = fault;
        if (_listener is null) Listen();
    }

    private void Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var link = new FaultyLink(
                    await listener.AcceptSocketAsync(), () => _fault, () => Interlocked.Increment(ref _held));
                if (_fault.IsBlackHole) link.Die();
                lock (_gate) _links.Add(link);
                Interlocked.Increment(ref _accepted);
                _ = CarryAsync(link);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // Closed: refusing from now on. Between two accepts it says so with the last of them.
        }
    }

    private async Task CarryAsync(FaultyLink link)
    {
        await link.RunAsync(_target);
        lock (_gate) _links.Remove(link);
        link.Dispose();
    }

    private void EachLink(Action<FaultyLink> act)
    {
        lock (_gate)
        {
            // A link that is cut may be taken from the list at once.
            foreach (var link in _links.ToArray()) act(link);
        }
    }
}
