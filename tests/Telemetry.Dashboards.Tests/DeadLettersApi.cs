using System.Globalization;
using System.Text;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class DeadLettersApi
{
    private static readonly DateTimeOffset Start = DashboardsApp.Start;

    [Fact]
    public async Task DeadLetters_ATextPayload_IsShownWithReasonAndWords()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.DeadLetters.NewestFirst.Add(Letter("1-0", RejectReason.TimeInFuture, """{"ts":1}"""u8.ToArray()));

        var list = await sut.GetAsync("/api/dead-letters");

        var letter = Assert.Single(list.GetProperty("dead_letters").EnumerateArray());
        Assert.Equal("time_in_future", letter.GetProperty("reason").GetString());
        Assert.Equal("""{"ts":1}""", letter.GetProperty("payload_text").GetString());
        Assert.Equal("2026-03-01T12:00:00+08:00", letter.GetProperty("received_at").GetString());
        Assert.False(letter.GetProperty("cut").GetBoolean());
        Assert.False(letter.TryGetProperty("payload_base64", out _));
        Assert.False(list.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task DeadLetters_BytesThatAreNoText_AreBase64()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.DeadLetters.NewestFirst.Add(
            Letter("1-0", RejectReason.Malformed, [0xFF, 0x00, 0x80]) with { Length = 5000 });

        var letter = (await sut.GetAsync("/api/dead-letters")).GetProperty("dead_letters")[0];

        Assert.Equal("/wCA", letter.GetProperty("payload_base64").GetString());
        Assert.False(letter.TryGetProperty("payload_text", out _));
        Assert.True(letter.GetProperty("cut").GetBoolean());
        Assert.Equal(5000, letter.GetProperty("length").GetInt64());
    }

    [Fact]
    public async Task DeadLetters_WithFilters_AsksTheLogForExactlyThose()
    {
        await using var sut = await DashboardsApp.StartAsync();

        await sut.GetAsync(
            "/api/dead-letters?reason=schema&topic=sanitation/plants/%2B/flow/%23&from=2026-03-01T00:00:00Z&"
            + "to=2026-03-01T08:00:00%2B08:00");

        Assert.Equal(
            new DeadLetterQuery(
                RejectReason.Schema, "sanitation/plants/+/flow/#", new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(
                    2026, 3, 1, 0, 0, 0, TimeSpan.Zero)),
            sut.DeadLetters.Asked);
    }

    [Fact]
    public async Task DeadLetters_MoreThanTheLimit_SaysSo()
    {
        await using var sut = await DashboardsApp.StartAsync();
        for (var i = 0; i < 3; i++)
            sut.DeadLetters.NewestFirst.Add(
                Letter(i.ToString(CultureInfo.InvariantCulture), RejectReason.Schema, Encoding.UTF8.GetBytes("[]")));

        var list = await sut.GetAsync("/api/dead-letters?limit=2");

        Assert.Equal(["0", "1"], list.GetProperty("dead_letters").EnumerateArray().Select(
            letter => letter.GetProperty("id").GetString()));
        Assert.True(list.GetProperty("more").GetBoolean());
    }

    [Theory]
    [InlineData("reason=nonsense", "one of malformed, schema")]
    [InlineData("limit=0", "from 1 to 1000")]
    [InlineData("limit=1001", "from 1 to 1000")]
    [InlineData("limit=many", "limit 'many'")]
    [InlineData("from=today", "from 'today'")]
    [InlineData("to=2026-03-01", "to '2026-03-01'")]
    public async Task DeadLetters_AWrongRequest_IsRefusedInWords(string query, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync($"/api/dead-letters?{query}", 400), StringComparison.Ordinal);
    }

    private static DeadLetter Letter(string id, RejectReason reason, byte[] payload) =>
        new(id, Start, "sanitation/plants/sewage-1/flow/influent", reason, "what to mend", payload, payload.Length,
            false);
}
