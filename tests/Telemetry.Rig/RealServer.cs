namespace Telemetry.Rig;

/// <summary>
/// A server of the machine's own packages, on a free loopback port with a folder of its own. It can be stopped,
/// killed and started again with the same port and data; disposing ends it and removes the folder.
/// </summary>
public abstract class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private readonly TempFolder? _ownFolder;
    private readonly IReadOnlyDictionary<string, string?>? _environment;
    private ChildProcess? _process;
    private string _earlierOutput = "";

    private protected RealServer(
        string name, int? port, string? folder, IReadOnlyDictionary<string, string?>? environment)
    {
        _ownFolder = folder is null ? new TempFolder(name) : null;
        _environment = environment;
        Folder = folder ?? _ownFolder!.Path;
        Port = port ?? FreePort.Next();
    }

    public int Port { get; }

    /// <summary>Its configuration and data.</summary>
    public string Folder { get; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the running process; throws where it is not running.</summary>
    public int ProcessId => (_process ?? throw new InvalidOperationException("not running")).Id;

    /// <summary>What it has written to its log (the last lines of each run), for a failing test to show.</summary>
    public string Log => _earlierOutput + _process?.Output;

    private protected abstract string Program { get; }

    private protected abstract IEnumerable<string> Arguments { get; }

    private protected abstract Task<bool> AnswersAsync();

    /// <summary>
    /// Starts it after <see cref="StopAsync"/> or <see cref="KillAsync"/>, and returns once it answers.
    /// </summary>
    public async Task StartAgainAsync()
    {
        if (IsRunning) throw new InvalidOperationException($"{Program} runs already");
        _process = ChildProcess.Start(Program, Arguments, Folder, _environment);
        try
        {
            await _process.WaitUntilReadyAsync(AnswersAsync, ReadyWithin);
        }
        catch
        {
            await LetGoAsync();
            throw;
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        await _process.StopAsync(StopWithin);
        await LetGoAsync();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        await _process.KillAsync();
        await LetGoAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        _ownFolder?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task LetGoAsync()
    {
        if (_process is null) return;
        _earlierOutput += _process.Output + "\n";
        await _process.DisposeAsync();
        _process = null;
    }
}
