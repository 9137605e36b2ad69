using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Telemetry.Rig;

/// <summary>
/// Watches the system calls of a running process with strace. A thread stands still while a call of its is written
/// down, both when it enters and when it leaves the kernel, so the trace's order is no later for an entry, and no
/// earlier for an end, than the true one.
/// </summary>
public sealed partial class SystemCallTrace : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new("trace");
    private readonly ChildProcess _strace;

    private SystemCallTrace(int processId, string calls)
    {
        var pid = processId.ToString(CultureInfo.InvariantCulture);
        // -f: every thread. -yy: names of files and ends of connections. -xx -s: all bytes, in hexadecimal.
        _strace = ChildProcess.Start(
            Servers.Require("strace"),
            ["-f", "-yy", "-xx", "-s", "1048576", "-e", $"trace={calls}", "-e", "signal=none", "-o", Path, "-p", pid],
            _folder.Path);
    }

    private string Path => _folder.File("calls");

    /// <summary>
    /// Returns once every thread is watched; the test is skipped where the system does not permit it.
    /// </summary>
    /// <param name="calls">Names, with commas between.</param>
    public static async Task<SystemCallTrace> AttachAsync(int processId, string calls)
    {
        Servers.Require("strace");
        var trace = new SystemCallTrace(processId, calls);
        try
        {
            await Eventually.TrueAsync(
                () => trace._strace.HasExited
                    || trace._strace.Output.Contains(" attached", StringComparison.Ordinal), Patience,
                "strace to attach");
            if (trace._strace.HasExited)
                Servers.Unavailable(
                    $"strace may not watch the host (root, or kernel.yama.ptrace_scope=0, is needed): "
                    + $"{trace._strace.Output}");
        }
        catch
        {
            await trace.DisposeAsync();
            throw;
        }
        return trace;
    }

    /// <summary>Lets the process go and gives its calls in the order in which they began.</summary>
    public async Task<IReadOnlyList<SystemCall>> StopAsync()
    {
        await _strace.StopAsync(Patience);
        return Read(File.ReadLines(Path, Encoding.Latin1));
    }

    public async ValueTask DisposeAsync()
    {
        await _strace.DisposeAsync();
        _folder.Dispose();
    }

    internal static IReadOnlyList<SystemCall> Read(IEnumerable<string> lines)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<string, (string Text, int Entered)>(StringComparer.Ordinal);
        var place = 0;
        foreach (var line in lines)
        {
            place++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) continue;
            var (thread, text, entered) = (line[..space], line[space..].TrimStart(), place);
            if (text.EndsWith(" <unfinished ...>", StringComparison.Ordinal))
            {
                unfinished[thread] = (text[..^" <unfinished ...>".Length], place);
                continue;
            }
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                // Begun before the trace did: nothing of it is known.
                if (!unfinished.Remove(thread, out var begun)) continue;
                entered = begun.Entered;
                text = begun.Text + text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..];
            }
            if (Parse(text, entered, place) is { } call) calls.Add(call);
        }
        return [.. calls.OrderBy(call => call.Entered)];
    }

    private static SystemCall? Parse(string text, int entered, int left)
    {
        var head = Head().Match(text);
        var result = Result().Match(text);
        if (!head.Success || !result.Success) return null;
        var answer = long.Parse(result.Groups[1].Value, CultureInfo.InvariantCulture);
        var arguments = text[head.Length..result.Index];
        var pieces = Piece().Matches(arguments).Select(piece => piece.Groups[1].Value).ToList();
        if (pieces.Count == 0) pieces = [.. Quoted().Matches(arguments).Take(1).Select(text => text.Groups[1].Value)];
        var bytes = answer <= 0 ? [] : pieces.SelectMany(Bytes).Take((int)Math.Min(answer, int.MaxValue)).ToArray();
        // A device has its numbers behind its name.
        var path = EscapedPath().Match(head.Groups[2].Value);
        var file = path.Success ? Encoding.UTF8.GetString(Bytes(path.Value)) : head.Groups[2].Value;
        return new SystemCall(head.Groups[1].Value, file, bytes, answer, entered, left);
    }

    // \x48\x49 -> 48 49
    private static byte[] Bytes(string escaped) =>
        Convert.FromHexString(escaped.Replace("\\x", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^(\w+)\(\d+<(.*?)>(?=[,)])", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\)\s+= (-?\d+)\b[^)]*(\([^)]*\))?\s*$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Result();

    [GeneratedRegex("iov_base=\"((?:\\\\x[0-9a-f]{2})*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Piece();

    [GeneratedRegex("^(?:\\\\x[0-9a-f]{2})+", RegexOptions.CultureInvariant)]
    private static partial Regex EscapedPath();

    [GeneratedRegex("\"((?:\\\\x[0-9a-f]{2})*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
