using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Telemetry.Rig;

/// <summary>One run of a program: its output kept (the last lines), its end certain.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 2_000;
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly Queue<string> _errors = new();
    private readonly string _name;

    private ChildProcess(Process process, string name)
    {
        _process = process;
        _name = name;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>What came on the stream for errors alone.</summary>
    public string Errors
    {
        get
        {
            lock (_lines) return string.Join('\n', _errors);
        }
    }

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string folder,
        IReadOnlyDictionary<string, string?>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Leash.AddProcess(process.Id);
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        var child = new ChildProcess(process, Path.GetFileName(program));
        process.OutputDataReceived += (_, line) => child.Keep(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until it answers; an early end or a long silence throws with what it said.</summary>
    public async Task WaitUntilReadyAsync(Func<Task<bool>> answers, TimeSpan timeout)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await answers())
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"{_name} ended with {_process.ExitCode}:\n{Output}"));
            }
            if (Stopwatch.GetElapsedTime(began) > timeout)
                throw new TimeoutException($"{_name} was not ready within {timeout}:\n{Output}");
            await Task.Delay(25);
        }
    }

    /// <summary>SIGTERM, and the exit code; after <paramref name="patience"/> SIGKILL and an exception.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        if (!_process.HasExited) _ = Kill(_process.Id, SigTerm);
        return await WaitForExitAsync(patience);
    }

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException($"{_name} did not end within {patience}:\n{Output}");
        }
        Leash.RemoveProcess(_process.Id);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        Leash.RemoveProcess(_process.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line, bool isError)
    {
        if (line is null) return;
        lock (_lines)
        {
            Keep(line, _lines);
            if (isError) Keep(line, _errors);
        }
    }

    private static void Keep(string line, Queue<string> lines)
    {
        if (lines.Count == KeptLines) lines.Dequeue();
        lines.Enqueue(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
