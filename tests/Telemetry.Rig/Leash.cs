using System.Diagnostics;
using System.Globalization;

namespace Telemetry.Rig;

/// <summary>
/// Ends the servers and removes the folders of a test process that died, by whatever signal. A small shell in a
/// session of its own reads from a pipe whose only writer is this process: when the pipe closes, it cleans up what
/// is still on its list.
/// </summary>
/// <remarks>
/// The kernel's parent-death signal is no help here: it follows the thread that started the child, and threads of a
/// pool come and go.
/// </remarks>
internal static class Leash
{
    private const string Script = """
        trap '' INT TERM HUP QUIT PIPE
        nl='
        '
        pids=' '
        folders="$nl"
        while IFS=' ' read -r verb value; do
          case $verb in
            pid) pids="$pids$value " ;;
            unpid) case $pids in *" $value "*) pids="${pids%% "$value" *} ${pids#* "$value" }" ;; esac ;;
            folder) folders="$folders$value$nl" ;;
            unfolder) case $folders in *"$nl$value$nl"*)
              folders="${folders%%"$nl$value$nl"*}$nl${folders#*"$nl$value$nl"}" ;; esac ;;
          esac
        done
        for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
        [ "$folders" = "$nl" ] && exit 0
        sleep 0.3
        IFS="$nl"
        set -f
        for folder in $folders; do rm -rf -- "$folder"; done
        """;

    private static readonly Lock Gate = new();
    private static Process? _shell;

    public static void AddProcess(int pid) => Tell("pid", pid.ToString(CultureInfo.InvariantCulture));

    public static void RemoveProcess(int pid) => Tell("unpid", pid.ToString(CultureInfo.InvariantCulture));

    public static void AddFolder(string path) => Tell("folder", path);

    public static void RemoveFolder(string path) => Tell("unfolder", path);

    private static void Tell(string verb, string value)
    {
        lock (Gate)
        {
            _shell ??= Start();
            _shell.StandardInput.Write(verb + " " + value + "\n");
            _shell.StandardInput.Flush();
        }
    }

    private static Process Start()
    {
        var setsid = Servers.Find("setsid");
        var start = new ProcessStartInfo(setsid ?? "/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (setsid is not null) start.ArgumentList.Add("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start");
    }
}
