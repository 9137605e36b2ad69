using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Telemetry.Rig.Tests;

/// <summary>A test run that is killed leaves no server and no folder behind.</summary>
public sealed class KilledTestRun
{
    private const string NoteVariable = "TELEMETRY_RIG_NOTE";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_KilledWithItsServerUp_LeavesNeitherProcessNorFolder()
    {
        Servers.Require("mosquitto");
        using var folder = new TempFolder("killed");
        var note = folder.File("note");
        using var run = StartOtherRun(note);
        var said = await NoteAsync(note);

        run.Kill();
        await run.WaitForExitAsync();

        await Eventually.TrueAsync(() => !IsAlive(said.ProcessId), Soon, "the server to end");
        await Eventually.TrueAsync(() => !Directory.Exists(said.Folder), Soon, "the folder to go");
    }

    /// <summary>The run that is killed: started by the test above alone.</summary>
    [Fact(Explicit = true)]
    public async Task Other_run_that_holds_a_server_until_it_is_killed()
    {
        var note = Environment.GetEnvironmentVariable(NoteVariable);
        Assert.SkipWhen(note is null, "is started by another test");
        await using var server = await MosquittoServer.StartAsync();
        await File.WriteAllTextAsync(
            note! + ".tmp", string.Create(CultureInfo.InvariantCulture, $"{server.ProcessId} {server.Folder}"));
        File.Move(note! + ".tmp", note!);
        await Task.Delay(TimeSpan.FromMinutes(2));
    }

    private static Process StartOtherRun(string note)
    {
        var dotnet = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(
            dotnet,
            [
                "exec", typeof(KilledTestRun).Assembly.Location, "-explicit", "only", "-method",
                $"*.{nameof(Other_run_that_holds_a_server_until_it_is_killed)}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[NoteVariable] = note;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }

    private static async Task<(int ProcessId, string Folder)> NoteAsync(string note)
    {
        await Eventually.TrueAsync(() => File.Exists(note), TimeSpan.FromSeconds(60), "the other run's server");
        var words = (await File.ReadAllTextAsync(note)).Split(' ', 2);
        var pid = int.Parse(words[0], CultureInfo.InvariantCulture);
        Assert.True(IsAlive(pid));
        Assert.True(Directory.Exists(words[1]));
        return (pid, words[1]);
    }

    /// <summary>A zombie that nobody has buried yet is dead.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
