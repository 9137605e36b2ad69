using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Probing;

namespace Telemetry.Storage.Tests.Probing;

public sealed class ProbingTests
{
    [Theory]
    [InlineData("168h0m0s", 7 * 24 * 3600)]
    [InlineData("1h30m0s", 5400)]
    [InlineData("1m0.5s", 60.5)]
    [InlineData("250ms", 0.25)]
    public void Durations_of_InfluxDB_are_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(text));

    [Theory]
    [InlineData("0s")]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("7 days")]
    public void For_ever_and_what_is_no_duration_are_none(string text) => Assert.Null(GoDuration.Parse(text));

    [Fact]
    public void The_rank_is_the_smallest_value_with_that_share_at_or_below_it()
    {
        TimeSpan[] values = [.. Enumerable.Range(1, 50).Select(i => TimeSpan.FromMilliseconds(i))];

        Assert.Equal(TimeSpan.FromMilliseconds(25), DiskProbe.Rank(values, 0.5));
        Assert.Equal(TimeSpan.FromMilliseconds(50), DiskProbe.Rank(values, 0.99));
        Assert.Equal(TimeSpan.FromMilliseconds(1), DiskProbe.Rank(values, 0));
    }

    [Fact]
    public void Rows_are_read_by_column_and_an_error_wherever_it_stands()
    {
        const string answer = """
            {"results":[{"statement_id":0,"series":[{"columns":["name","duration","default"],
            "values":[["autogen","0s",false],["week","168h0m0s",true]]}]}]}
            """;

        var rows = QueryRow.ReadAll(answer);

        Assert.Equal(["autogen", "week"], rows.Select(row => row.Text("name")));
        Assert.Equal("true", rows[1].Text("default"));
        Assert.Equal("", rows[1].Text("other"));
        Assert.Null(QueryRow.ErrorOf(answer));
        Assert.Equal("authorization failed", QueryRow.ErrorOf("""{"error":"authorization failed"}"""));
        Assert.Equal("database not found: x", QueryRow.ErrorOf("""{"results":[{"error":"database not found: x"}]}"""));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    public void What_is_no_answer_is_an_error_without_rows(string body)
    {
        Assert.NotNull(QueryRow.ErrorOf(body));
        Assert.Empty(QueryRow.ReadAll(body));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(14, 0)]
    [InlineData(15, 0)]
    [InlineData(20, 5)]
    [InlineData(4, -5)]
    public void Clocks_agree_while_the_servers_second_can_lie_between_question_and_answer(int theirs, int apart)
    {
        // Asked at second 10, answered at second 15: a slow answer is no clock that is wrong.
        var minute = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

        var difference = InfluxDbProbe.Apart(minute.AddSeconds(theirs), minute.AddSeconds(10), minute.AddSeconds(15));

        Assert.Equal(TimeSpan.FromSeconds(apart), difference);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_measured_above_and_not_made()
    {
        using var folder = new TempFolder("probe");

        var seen = DiskProbe.Look(folder.File("data/host/spool"), DiskFiles.Instance, TimeProvider.System);

        Assert.Null(seen.Trouble);
        Assert.Equal(folder.Path, seen.Folder);
        Assert.True(seen.FreeBytes > 0);
        Assert.True(seen.MedianSync <= seen.SlowSync);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
