using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Backup;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Schema;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Operations;

public sealed class OpeningTests : IDisposable
{
    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Open_makes_a_file_with_a_write_ahead_log_and_a_version()
    {
        _ = _rig.Store;

        Assert.Equal("wal", _rig.Sql("PRAGMA journal_mode"));
        Assert.Equal((long)OperationsSchema.Version, _rig.Sql("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk()
    {
        using var database = new OperationalDatabase(_rig.Options);

        var level = await database.ChangeAsync(
            context => context.Database.SqlQueryRaw<long>("PRAGMA synchronous").AsEnumerable().Single(),
            CancellationToken.None);

        Assert.Equal(2, level); // FULL
    }

    [Fact]
    public async Task What_was_written_is_there_after_the_next_start()
    {
        await _rig.Store.Derivation.NoteAsync(
            [], new DeriveCursor("derive", _rig.Clock.GetUtcNow(), 7, "memo"), CancellationToken.None);

        var cursor = await _rig.Reopen().Derivation.CursorAsync("derive", CancellationToken.None);

        Assert.Equal(new DeriveCursor("derive", _rig.Clock.GetUtcNow(), 7, "memo"), cursor);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        _ = _rig.Store;
        _rig.Sql($"PRAGMA user_version = {OperationsSchema.Version + 1}");

        var refusal = Assert.Throws<StoreRefusedException>(_rig.Reopen);

        Assert.Contains("written by a newer one", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((long)OperationsSchema.Version + 1, _rig.Sql("PRAGMA user_version"));
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        _rig.Sql("CREATE TABLE theirs (a TEXT)");

        var refusal = Assert.Throws<StoreRefusedException>(() => _rig.Store);

        Assert.Contains("another program", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_what_to_do()
    {
        File.WriteAllText(_rig.Path, new string('x', 5000));

        var refusal = Assert.Throws<StoreRefusedException>(() => _rig.Store);

        Assert.Contains("telemetry restore", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_told_all_at_once()
    {
        var errors = new OperationsOptions { Path = " ", BusyTimeout = TimeSpan.Zero }.Validate().ToArray();

        Assert.Equal(2, errors.Length);
        Assert.StartsWith("Telemetry:Operations:Path", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("Telemetry:Operations:BusyTimeout '00:00:00'", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_make_one_file()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(_rig.Open)));

        await Task.WhenAll(stores.Select((store, i) => store.Derivation.NoteAsync(
            [new NewPartition(PartitionKind.MeterHour, "a", i, ChangeCause.LateData)], null, CancellationToken.None)));

        var waiting = await stores[0].Derivation.WaitingAsync(PartitionKind.MeterHour, null, 9, CancellationToken.None);
        Assert.Equal(4, waiting.Count);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public async Task A_change_that_another_process_holds_up_for_too_long_is_told_and_changes_nothing()
    {
        _ = _rig.Store;
        var options = _rig.Options;
        options.BusyTimeout = TimeSpan.FromSeconds(1);
        using var sut = OperationalStore.Open(options, _rig.Clock, NullLogger<OperationalStore>.Instance);
        using var other = new SqliteConnection($"Data Source={_rig.Path};Pooling=False");
        other.Open();
        using (other.BeginTransaction())
        {
            var trouble = await Assert.ThrowsAsync<StoreUnavailableException>(() => sut.Derivation.TakeAsync(
                "derive", "me", TimeSpan.FromMinutes(1), CancellationToken.None));

            Assert.Contains("BusyTimeout", trouble.Message, StringComparison.Ordinal);
            Assert.Null(await sut.Derivation.HolderAsync("derive", CancellationToken.None));
        }

        Assert.NotNull(await sut.Derivation.TakeAsync(
            "derive", "me", TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    /// <summary>The script makes the tables, and EF Core believes its model: both must say the same.</summary>
    [Fact]
    public async Task The_model_has_the_columns_of_the_file()
    {
        using var database = new OperationalDatabase(_rig.Options);
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        await database.AskAsync(
            context =>
            {
                foreach (var entity in context.Model.GetEntityTypes())
                {
                    foreach (var column in entity.GetProperties())
                    {
                        var name = $"{entity.GetTableName()}.{column.GetColumnName()}";
                        expected.Add($"{name} {column.GetColumnType()} {(column.IsNullable ? "null" : "not null")}");
                    }
                }
                return 0;
            },
            CancellationToken.None);

        var columns = (string)_rig.Sql(
            """
            SELECT group_concat(t.name || '.' || c.name || ' ' || c.type || ' ' ||
                CASE WHEN c."notnull" OR c.pk THEN 'not null' ELSE 'null' END, x'0a')
            FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'dirty%'
            """)!;

        Assert.Equal(expected, new SortedSet<string>(columns.Split('\n'), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE ledger SET why = 'x'")]
    [InlineData("DELETE FROM ledger")]
    [InlineData("UPDATE figure SET content = '{}'")]
    [InlineData("DELETE FROM figure")]
    [InlineData("DELETE FROM review")]
    [InlineData("UPDATE publication SET data_version = 'x'")]
    [InlineData("DELETE FROM published_copy")]
    public async Task What_was_written_down_is_not_changed_by_any_program(string sql)
    {
        await Filled.WithOneOfEach(_rig.Store);

        var refusal = Assert.Throws<SqliteException>(() => _rig.Sql(sql));

        Assert.Contains("are never", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_takes_it_before_the_telemetry_and_restore_gives_it_back()
    {
        using var elsewhere = new TempFolder("operations-backup");
        await Filled.WithOneOfEach(_rig.Store);
        var plan = new BackupPlan(_rig.Folder, []);
        File.WriteAllText(Path.Combine(_rig.Folder, "spool.lp"), "line");
        var archive = elsewhere.File("backup.zip");
        using (var other = new SqliteConnection(
            $"Data Source={Path.Combine(_rig.Folder, "a-store.db")};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE t (a TEXT)";
            command.ExecuteNonQuery();
        }

        var manifest = await BackupArchive.CreateAsync(plan, archive, _rig.Clock, CancellationToken.None);
        await BackupArchive.RestoreAsync(archive, elsewhere.File("data"), false, _rig.Clock, CancellationToken.None);

        Assert.Equal(["operations.db", "a-store.db", "spool.lp"], manifest.Files.Select(file => file.Path));
        using var restored = OperationalStore.Open(
            new OperationsOptions { Path = elsewhere.File("data/operations.db") }, _rig.Clock,
            NullLogger<OperationalStore>.Instance);
        var before = await _rig.Store.Ledger.ReadAsync(new(), CancellationToken.None);
        var after = await restored.Ledger.ReadAsync(new(), CancellationToken.None);
        Assert.NotEmpty(before.Rows);
        Assert.Equal(before.Rows, after.Rows);
        Assert.Equal(
            await _rig.Store.Declared.VersionAsync(CancellationToken.None),
            await restored.Declared.VersionAsync(CancellationToken.None));
    }
}
