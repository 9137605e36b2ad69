using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Health;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.InfluxDb;

namespace Telemetry.Storage.Tests.Health;

/// <summary>A host's health is told where it can be, and is never in the way.</summary>
public sealed class HealthDiaryTests(RealInfluxDb real) : IClassFixture<RealInfluxDb>
{
    private const long T0 = 1_235_836_800_000;

    private static readonly Series Own = new(HostMeasurement.HostHealth, "host-1", "ingest-web");

    [Fact]
    public async Task AddAsync_known_fields_are_stored_and_the_others_are_absent()
    {
        var server = await real.ServerAsync();
        await server.CreateDatabaseAsync("diary");
        using var sut = new HealthDiary(
            new InfluxDbOptions { Url = server.Url, Database = "diary" }, TimeProvider.System);

        var missing = await sut.AddAsync(
            Row(0).Set(HostMeasurement.LagS, 2.5).Set(HostMeasurement.Pending, 7L), default);

        Assert.Null(missing);
        var row = Assert.Single(await server.RowsAsync(
            "diary", "SELECT lag_s, pending, stored, accepting, host, roles FROM host_health"));
        Assert.Equal(
            $"[{T0},2.5,7,null,false,\"host-1\",\"ingest-web\"]", row.GetRawText());
    }

    [Fact]
    public async Task AddAsync_while_the_server_is_away_keeps_rows_and_writes_them_in_order_afterwards()
    {
        var isAway = true;
        await using var server = new ScriptedServer(_ => isAway ? new Reply.Answer(503) : Reply.NoContent);
        using var sut = CreateSut(server);
        for (var minute = 0; minute < 100; minute++) Assert.NotNull(await sut.AddAsync(Row(minute), default));
        var before = server.Requests.Count;
        isAway = false;

        var missing = await sut.AddAsync(Row(100), default);

        Assert.Null(missing);
        Assert.Equal(0, sut.Kept);
        var lines = server.Requests.Skip(before).SelectMany(request => request.Lines).ToArray();
        Assert.Equal(
            Enumerable.Range(0, 101).Select(minute => T0 + (60_000L * minute)),
            lines.Select(line => long.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(
            server.Requests, request => Assert.InRange(request.Lines.Length, 1, HealthDiary.MostAtOnce));
    }

    [Fact]
    public async Task AddAsync_with_the_server_away_for_longer_than_a_day_keeps_the_newest_day()
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(401, "{\"error\":\"unauthorized\"}"));
        using var sut = CreateSut(server);

        for (var minute = 0; minute < HealthDiary.MostKept + 20; minute++) await sut.AddAsync(Row(minute), default);

        Assert.Equal(HealthDiary.MostKept, sut.Kept);
        Assert.EndsWith(
            $" {T0 + (60_000L * 20)}", server.Requests[^1].Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_asks_once_however_the_server_answers()
    {
        await using var server = new ScriptedServer(_ => new Reply.Reset());
        using var sut = CreateSut(server);

        var missing = await sut.AddAsync(Row(0), default);

        Assert.Contains("can't be reached", missing, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AddAsync_with_a_server_that_never_answers_gives_up()
    {
        await using var server = new ScriptedServer(_ => new Reply.Hang());
        var clock = new FakeTimeProvider();
        using var sut = new HealthDiary(new InfluxDbOptions { Url = server.Url }, clock);
        var adding = sut.AddAsync(Row(0), default);
        await server.ArrivalAsync();

        clock.Advance(HealthDiary.Patience);

        Assert.Contains("gave no answer", await adding, StringComparison.Ordinal);
        Assert.Equal(1, sut.Kept);
    }

    [Fact]
    public async Task AddAsync_what_is_refused_for_good_does_not_bar_what_follows()
    {
        // influxdb 1.6, services/httpd: a field type conflict.
        var conflict = new Reply.Answer(
            400, """
            {"error":"partial write: field type conflict: input field \"lag_s\" on measurement \"host_health\" is type float, already exists as type string dropped=1"}
            """);
        await using var server = new ScriptedServer(ScriptedServer.InTurn(Reply.NoContent, conflict));
        using var sut = CreateSut(server);

        var first = await sut.AddAsync(Row(0), default);
        var second = await sut.AddAsync(Row(1), default);

        Assert.Contains("field type conflict", first, StringComparison.Ordinal);
        Assert.Null(second);
        Assert.Equal(0, sut.Kept);
    }

    private static HealthDiary CreateSut(ScriptedServer server) =>
        new(new InfluxDbOptions { Url = server.Url }, TimeProvider.System);

    private static DerivedPoint Row(int minute) => new(Own, T0 + (60_000L * minute));
}
