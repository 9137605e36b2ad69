using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteStoreTests
{
    private const long T0 = 1_235_836_800_000;
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");
    private static readonly IReadOnlyDictionary<string, string> AnyTags = new Dictionary<string, string>();

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(T0));
    private readonly RejectedInMemory _rejected = new();
    private readonly ContractBook _book = new(Guid.Parse("5e3f0a52-6d6c-4a3e-9f3e-0d3f8f1b7a01"));

    [Theory]
    [InlineData("nonsense,a=b x=1", "no measurement")]
    [InlineData("plant_flow,plant=sewage-1 flow_m3h=1.5", "no measurement")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1,x=y flow_m3h=1.5", "no measurement")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1 volume=1.5", "no field 'volume'")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1 flow_m3h=1i", "flow_m3h is Float, not Integer")]
    [InlineData("plant_quality,plant=sewage-1,point=outlet COD=1.5", "'COD' is no parameter")]
    [InlineData("plant_quality,plant=sewage-1,point=outlet cod_mgl=\"x\"", "cod_mgl is Float, not Text")]
    public async Task Write_what_is_not_declared_is_rejected_with_the_reason(string line, string reason)
    {
        await using var sut = await CreateSut();

        var receipt = await Write(sut, $"{line} {T0}");

        Assert.Equal((0, 1), (receipt.Stored, receipt.Rejected));
        Assert.Contains(reason, Assert.Single(_rejected.Lines).Detail, StringComparison.Ordinal);
        Assert.Empty(await sut.Reader.LatestAsync(Measurements.Changes, AnyTags, CancellationToken.None));
    }

    [Fact]
    public async Task Write_a_time_beyond_what_InfluxDB_takes_is_rejected()
    {
        await using var sut = await CreateSut();

        var receipt = await Write(
            sut, $"{Influent.Key} flow_m3h=1 9223372036855", $"{Influent.Key} flow_m3h=1 9223372036854");

        Assert.Equal((1, 1), (receipt.Stored, receipt.Rejected));
    }

    [Fact]
    public async Task Write_a_line_wrong_in_its_last_field_leaves_nothing_behind()
    {
        await using var sut = await CreateSut();

        await Write(sut, $"{Influent.Key} flow_m3h=1,total_m3=2,level_m=3,q=\"N\",flags=\"x\" {T0}");

        Assert.Empty(await sut.Reader.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None));
        Assert.Empty(await sut.Reader.LatestAsync(Measurements.Changes, AnyTags, CancellationToken.None));
    }

    [Fact]
    public async Task Write_when_the_dead_letters_fail_stores_nothing_and_keeps_the_cursor()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0));
        var before = await sut.Store.LoadCursorAsync(CancellationToken.None);
        var batch = _book.Next(Flow(1), "nonsense");

        await Assert.ThrowsAsync<IOException>(
            () => sut.Store.WriteAsync(batch, new BrokenDisk(), CancellationToken.None));

        Assert.Equal(before, await sut.Store.LoadCursorAsync(CancellationToken.None));
        Assert.Equal(1, await CountFlow(sut));
        await sut.Store.WriteAsync(batch, _rejected, CancellationToken.None);
        Assert.Equal(2, await CountFlow(sut));
        Assert.Equal("nonsense", Assert.Single(_rejected.Lines).Line);
    }

    [Fact]
    public async Task Write_while_another_process_writes_waits_and_then_stores_everything_once()
    {
        await using var sut = await CreateSut(o => o.BusyTimeout = TimeSpan.FromMilliseconds(5));
        using var other = new SqliteConnection($"Data Source={sut.Options.Path};Pooling=False");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");

        var write = sut.Store.WriteAsync(_book.Next(Flow(0), "nonsense"), _rejected, CancellationToken.None);
        await Until(() => sut.Store.Condition.Trouble is StoreTrouble.Unreachable);
        Assert.False(write.IsCompleted);
        Assert.Contains("another process", sut.Store.Condition.Detail, StringComparison.Ordinal);
        Assert.Equal(_clock.Start, sut.Store.Condition.Since);

        Execute(other, "ROLLBACK");
        await Until(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return write.IsCompleted;
        });
        Assert.Equal(new StoreReceipt(1, 1), await write);
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
        Assert.Equal(1, _rejected.Calls);
        Assert.Equal(new SpoolCursor(_book.Spool, _book.Position, 1, 1), await sut.Store.LoadCursorAsync(
            CancellationToken.None));
    }

    [Fact]
    public async Task Write_called_off_while_it_waits_ends_and_the_next_one_works()
    {
        await using var sut = await CreateSut(o => o.BusyTimeout = TimeSpan.FromMilliseconds(5));
        using var other = new SqliteConnection($"Data Source={sut.Options.Path};Pooling=False");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");
        using var stop = new CancellationTokenSource();
        var batch = _book.Next(Flow(0));
        var write = sut.Store.WriteAsync(batch, _rejected, stop.Token);
        await Until(() => sut.Store.Condition.Trouble is StoreTrouble.Unreachable);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Execute(other, "ROLLBACK");
        await sut.Store.WriteAsync(batch, _rejected, CancellationToken.None);
        Assert.Equal(1, await CountFlow(sut));
    }

    [Fact]
    public async Task Write_to_a_full_disk_waits_keeps_what_was_there_and_goes_on_once_there_is_room()
    {
        using var folder = new Rig.TempFolder("sqlite");
        var options = new SqliteOptions { Path = folder.File("telemetry.db") };
        var pages = 60; // of 4 KiB
        await using var sut = new SqliteStore(options, "host-1", _clock, NullLogger<SqliteStore>.Instance)
        {
            Connected = connection => Execute(connection, $"PRAGMA max_page_count = {Volatile.Read(ref pages)}"),
        };
        await sut.OpenAsync(CancellationToken.None);
        using var reader = new SqliteReader(options);
        await sut.WriteAsync(_book.Next(Flow(0)), _rejected, CancellationToken.None);

        var large = _book.Next([.. Enumerable.Range(1, 20_000).Select(i => Flow(i)), "nonsense"]);
        var write = sut.WriteAsync(large, _rejected, CancellationToken.None);
        await Until(() => sut.Condition.Trouble is not StoreTrouble.None);
        Assert.Equal(StoreTrouble.Unreachable, sut.Condition.Trouble);
        Assert.Contains("no room on the disk", sut.Condition.Detail, StringComparison.Ordinal);
        Assert.Equal(1, await CountFlow(reader));
        Assert.False(write.IsCompleted);

        Volatile.Write(ref pages, 100_000);
        await Until(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return write.IsCompleted;
        });
        Assert.Equal(new StoreReceipt(20_000, 1), await write);
        Assert.Equal(20_001, await CountFlow(reader));
        Assert.Equal((1, 1), (_rejected.Calls, _rejected.Lines.Count));
        Assert.Equal(
            new SpoolCursor(_book.Spool, _book.Position, 20_001, 1), await sut.LoadCursorAsync(CancellationToken.None));
        Assert.Equal(StoreTrouble.None, sut.Condition.Trouble);
    }

    [Fact]
    public async Task Write_to_a_damaged_file_is_refused_with_what_to_do_and_keeps_the_batch()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0));
        await sut.Store.DisposeAsync();
        DamageTable(sut.Options.Path, "cursor");
        await using var damaged = sut.NewStore();
        await damaged.OpenAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();

        var write = damaged.WriteAsync(_book.Next(Flow(1)), _rejected, stop.Token);
        await Until(() => damaged.Condition.Trouble is not StoreTrouble.None);

        Assert.Equal(StoreTrouble.Refused, damaged.Condition.Trouble);
        Assert.Contains("telemetry restore", damaged.Condition.Detail, StringComparison.Ordinal);
        Assert.False(write.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal(1, await CountFlow(sut));
    }

    [Fact]
    public async Task A_copy_of_the_files_at_any_moment_holds_rows_and_cursor_of_the_same_batch()
    {
        await using var sut = await CreateSut();
        for (var i = 0; i < 50; i++)
        {
            await Write(sut, Flow(i));

            // What a crash now would leave: the files as they are, nobody having closed them.
            using var crashed = new Rig.TempFolder("crashed");
            foreach (var suffix in new[] { "", "-wal" })
                File.Copy(sut.Options.Path + suffix, crashed.File("telemetry.db" + suffix));
            await using var after = sut.NewStore(new SqliteOptions { Path = crashed.File("telemetry.db") });
            await after.OpenAsync(CancellationToken.None);
            using var reader = new SqliteReader(new SqliteOptions { Path = crashed.File("telemetry.db") });
            Assert.Equal(i + 1, (await after.LoadCursorAsync(CancellationToken.None))?.Stored);
            Assert.Equal(i + 1, await CountFlow(reader));
        }
    }

    [Fact]
    public async Task Changes_stay_in_order_when_the_clock_was_set_back_before_a_restart()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0));
        _clock.AdjustTime(_clock.Start - TimeSpan.FromHours(1));
        await sut.RestartAsync();

        await Write(sut, Flow(1));

        var changes = await sut.Reader.RangeAsync(
            new Series(Measurements.Changes, "influent/sewage-1", "host-1", "plant_flow"),
            DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, CancellationToken.None);
        Assert.Equal([T0, T0 + 1], changes.Select(c => c.Time.ToUnixTimeMilliseconds()));
        Assert.Equal([T0, T0 + 1], changes.Select(c => (long)c.Values["first_ms"]));
    }

    [Fact]
    public void Commits_are_synced_to_the_disk()
    {
        using var folder = new Rig.TempFolder("sqlite");
        using var writer = new SqliteWriter(
            new SqliteOptions { Path = folder.File("t.db") }, Measurements.All, "host-1");

        Assert.Equal(2L, Ask(writer.Connection, "PRAGMA synchronous")); // FULL
        Assert.Equal("wal", Ask(writer.Connection, "PRAGMA journal_mode"));
    }

    private Task<SqliteContractStore> CreateSut(Action<SqliteOptions>? configure = null) =>
        SqliteContractStore.OpenAsync(_clock, configure: configure);

    private Task<StoreReceipt> Write(SqliteContractStore sut, params string[] lines) =>
        sut.Store.WriteAsync(_book.Next(lines), _rejected, CancellationToken.None);

    private static string Flow(long afterMs) => Line.Of(Influent, T0 + afterMs, ("flow_m3h", 100.0), ("flags", 0L));

    private static Task<long> CountFlow(SqliteContractStore sut) => CountFlow((SqliteReader)sut.Reader);

    private static Task<long> CountFlow(SqliteReader reader) => reader.CountAsync(
        Measurements.PlantFlow, Measurements.FlowM3H, AnyTags, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue,
        CancellationToken.None);

    private static async Task Until(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!reached()) await Task.Delay(5, limit.Token);
    }

    private static void DamageTable(string path, string table)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var page = (long)Ask(connection, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")!;
        var size = (long)Ask(connection, "PRAGMA page_size")!;
        connection.Close();
        using var file = File.OpenWrite(path);
        file.Position = (page - 1) * size;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)size).ToArray());
    }

    private static void Execute(SqliteConnection connection, string sql) => Ask(connection, sql);

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private sealed class BrokenDisk : IRejectedLines
    {
        public Task AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken) =>
            throw new IOException("no room");
    }
}
