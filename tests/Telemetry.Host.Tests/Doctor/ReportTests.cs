using System.Text.Json;
using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Doctor;

public sealed class ReportTests
{
    [Theory]
    [InlineData("Ok", 0)]
    [InlineData("Note", 0)]
    [InlineData("Warning", 3)]
    [InlineData("Failure", 1)]
    public void The_worst_finding_decides_the_exit_code(string worst, int code) =>
        Assert.Equal(code, Of(Finding.Ok("a"), new Finding(Enum.Parse<Mark>(worst), "b")).ExitCode);

    [Fact]
    public void Text_has_one_line_a_finding_with_sign_and_word()
    {
        var text = Report.AsText(Of(Finding.Ok("sound"), Finding.Warning("thin", "it may tear", "thicken it")));

        Assert.Equal(
            ["store", "  \u2713 ok      sound", "  ! warning thin: it may tear. To do: thicken it",
                "No failure, 1 warning."],
            text.Split('\n'));
    }

    [Fact]
    public void Json_has_the_verdict_the_exit_code_and_every_finding()
    {
        var text = Report.AsJson(Of(Finding.Failure("gone", "nothing arrives", "bring it back")));

        using var json = JsonDocument.Parse(text);
        Assert.Equal("failure", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("exitCode").GetInt32());
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal("bring it back", finding.GetProperty("change").GetString());
        Assert.Equal("store", finding.GetProperty("subject").GetString());
    }

    [Fact]
    public void The_last_line_of_a_mosquitto_file_wins_and_its_folder_is_read()
    {
        using var folder = new TempFolder("mosquitto-file");
        Directory.CreateDirectory(folder.File("conf.d"));
        File.WriteAllText(folder.File("conf.d/a.conf"), "persistence true\nlistener 1884 127.0.0.1\n");
        File.WriteAllText(folder.File("main.conf"),
            $"# comment\npersistence false\n\nmax_queued_messages\t50000\ninclude_dir {folder.File("conf.d")}\n");

        var file = MosquittoFile.Read(folder.File("main.conf"));

        Assert.Equal(("true", "50000", null),
            (file["persistence"], file["max_queued_messages"], file["max_inflight_messages"]));
        Assert.True(file.ListensOn(1884));
        Assert.False(file.ListensOn(1883));
        Assert.All(MosquittoVerdict.Of(file), finding => Assert.Equal(Mark.Ok, finding.Mark));
    }

    [Theory]
    [InlineData("persistence false\nmax_queued_messages 1000000", "persistence is off")]
    [InlineData("persistence true", "1,000 messages are kept for an absent host (the default)")]
    [InlineData("persistence true\nmax_queued_messages 0", "max_queued_messages 0")]
    public void A_mosquitto_file_that_loses_readings_is_a_warning(string content, string words)
    {
        using var folder = new TempFolder("mosquitto-file");
        File.WriteAllText(folder.File("main.conf"), content);

        var finding = Assert.Single(MosquittoVerdict.Of(MosquittoFile.Read(folder.File("main.conf"))), f =>
            f.Mark == Mark.Warning);

        Assert.Contains(words, finding.Found, StringComparison.Ordinal);
    }

    private static Examination Of(params Finding[] findings) => new([("store", findings)], new Figures());
}
