using System.Runtime.InteropServices;

namespace Telemetry.Rig;

/// <param name="Output">Both streams, line by line (the last 2,000 lines).</param>
public sealed record ProcessOutcome(int ExitCode, string Output)
{
    /// <summary>Of these, the lines that came on the stream for errors.</summary>
    public string Errors { get; init; } = "";
}

/// <summary>
/// The built host as a process of its own, so that it can be killed at any instant. Its working folder is its own, so
/// relative paths land there; disposing ends it and removes the folder.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    private readonly TempFolder? _ownFolder;
    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly Uri? _ready;
    private readonly string[] _before;
    private ChildProcess? _process;
    private readonly string? _input;
    private string _earlierOutput = "";
    private string _earlierErrors = "";

    private HostProcess(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment, Uri? ready, string? folder,
        string? input = null, IEnumerable<string>? before = null)
    {
        _input = input;
        _before = [.. before ?? []];
        _ownFolder = folder is null ? new TempFolder("host") : null;
        _arguments = [.. arguments];
        _environment = CleanEnvironment(environment);
        _ready = ready;
        Folder = folder ?? _ownFolder!.Path;
    }

    public string Folder { get; }

    public bool IsRunning => _process is { HasExited: false };

    public int ProcessId => (_process ?? throw new InvalidOperationException("the host is not running")).Id;

    /// <summary>What all its runs wrote.</summary>
    public string Output => _earlierOutput + _process?.Output;

    /// <summary>Starts the host and returns once <paramref name="ready"/> answers with a success.</summary>
    /// <param name="arguments">As on the command line after <c>telemetry</c>.</param>
    /// <param name="environment">Set over the test's own environment; null as a value removes.</param>
    /// <param name="ready">
    /// Such as <c>http://127.0.0.1:1234/health/ready</c>; null returns as soon as it has started.
    /// </param>
    /// <param name="folder">Its working folder, kept on dispose; one of its own where null.</param>
    /// <param name="disk">Mounted for it at its data folder, where given.</param>
    public static async Task<HostProcess> StartAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, Uri? ready = null,
        string? folder = null, SmallDisk? disk = null)
    {
        var host = new HostProcess(
            arguments, environment, ready, folder, before: disk?.Before(Path.Combine("data", "host")));
        try
        {
            await host.StartAgainAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        return host;
    }

    /// <summary>Runs a command of the host to its end.</summary>
    /// <param name="input">What it reads from its standard input; nothing where null.</param>
    public static async Task<ProcessOutcome> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null,
        TimeSpan? patience = null, string? input = null)
    {
        await using var host = new HostProcess(arguments, environment, null, folder, input);
        await host.StartAgainAsync();
        var code = await host.WaitForExitAsync(patience);
        return new ProcessOutcome(code, host.Output) { Errors = host._earlierErrors };
    }

    /// <summary>Starts it again after a kill or a stop: same arguments, same folder.</summary>
    /// <param name="untilReady">Whether to return only once it is ready, or as soon as the process is there.</param>
    public async Task StartAgainAsync(bool untilReady = true)
    {
        if (IsRunning) throw new InvalidOperationException("the host runs already");
        await LetGoAsync();
        string[] command = [.. _before, DotnetProgram(), "exec", HostAssembly(), .. _arguments];
        _process = ChildProcess.Start(command[0], command[1..], Folder, _environment, _input);
        if (_ready is null || !untilReady) return;
        await _process.WaitUntilReadyAsync(() => Http.AnswersAsync(_ready), DefaultPatience);
    }

    /// <summary>SIGTERM; the exit code. Throws where it does not end in time (60 s by default).</summary>
    public async Task<int> StopAsync(TimeSpan? patience = null)
    {
        var code = await Running.StopAsync(patience ?? DefaultPatience);
        await LetGoAsync();
        return code;
    }

    /// <summary>Waits for an end of its own accord; the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? patience = null)
    {
        var code = await Running.WaitForExitAsync(patience ?? DefaultPatience);
        await LetGoAsync();
        return code;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Running.KillAsync();
        await LetGoAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        _ownFolder?.Dispose();
    }

    private ChildProcess Running => _process ?? throw new InvalidOperationException("the host is not running");

    private async Task LetGoAsync()
    {
        if (_process is null) return;
        await _process.DisposeAsync();
        _earlierOutput += _process.Output + "\n";
        _earlierErrors += _process.Errors + "\n";
        _process = null;
    }

    private static string HostAssembly()
    {
        var path = Repository.File(
            "ingest", "Telemetry.Host", "bin", Repository.Configuration, "net10.0", "telemetry.dll");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"build the host first: dotnet build Telemetry.sln -c {Repository.Configuration}", path);
        }
        return path;
    }

    /// <summary>The dotnet that runs this test: no other is sure to have the right runtime.</summary>
    internal static string DotnetProgram()
    {
        var beside = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(beside) ? beside : Servers.Require("dotnet");
    }

    private static Dictionary<string, string?> CleanEnvironment(IReadOnlyDictionary<string, string?>? environment)
    {
        // What the machine sets for other programs must not reach into the test.
        var clean = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = null,
            ["ASPNETCORE_HTTP_PORTS"] = null,
            ["ASPNETCORE_ENVIRONMENT"] = null,
            ["DOTNET_ENVIRONMENT"] = null,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) clean[name] = value;
        return clean;
    }
}
