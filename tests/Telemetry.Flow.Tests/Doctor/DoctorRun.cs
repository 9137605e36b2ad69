using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Doctor;

internal sealed record DoctorFinding(string Subject, string Mark, string Found, string Matters, string Change);

/// <summary><c>telemetry doctor --json</c> as users run it. What it says of this machine's own disk and clock is not
/// judged.</summary>
internal sealed class DoctorRun
{
    private DoctorRun(int exitCode, string output, string folder)
    {
        ExitCode = exitCode;
        Output = output;
        Folder = folder;
        var json = JsonDocument.Parse(output).RootElement;
        Figures = json.GetProperty("figures");
        Findings =
        [
            .. json.GetProperty("findings").EnumerateArray().Select(finding => new DoctorFinding(
                Text(finding, "subject"), Text(finding, "mark"), Text(finding, "found"), Text(finding, "matters"),
                Text(finding, "change"))),
        ];
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Folder { get; }

    public JsonElement Figures { get; }

    public IReadOnlyList<DoctorFinding> Findings { get; }

    public static string[] Broker(MosquittoServer broker) =>
        ["--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}", "--Telemetry:Host:Name=clinic"];

    public static string[] Influx(InfluxDbServer influx) =>
        ["--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url={influx.Url}",
            "--Telemetry:Host:Name=clinic"];

    public static async Task<DoctorRun> OfAsync(string? folder, params string[] arguments)
    {
        using var own = folder is null ? new TempFolder("doctor") : null;
        var outcome = await HostProcess.RunAsync(["doctor", "--json", .. arguments], folder: folder ?? own!.Path);
        Assert.True(outcome.Output.StartsWith('{'), outcome.Output);
        // Nothing is made where no host has run.
        if (own is not null) Assert.Empty(Directory.GetFileSystemEntries(own.Path));
        return new DoctorRun(outcome.ExitCode, outcome.Output, folder ?? own!.Path);
    }

    /// <summary>The one finding of a subject and a mark that says this.</summary>
    public DoctorFinding Single(string subject, string mark, string words) => Assert.Single(
        Findings, finding => finding.Subject == subject && finding.Mark == mark
            && finding.Found.Contains(words, StringComparison.Ordinal));

    public void NoFailure(string subject) =>
        Assert.DoesNotContain(Findings, finding => finding.Subject == subject && finding.Mark == "failure");

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;
}
