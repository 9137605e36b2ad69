using System.Globalization;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Tests.Contract;
using Telemetry.Storage.Tests.Derived;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteDerivedTests : DerivedContract
{
    protected override async Task<IContractStore> CreateSut() =>
        await SqliteContractStore.OpenAsync(TimeProvider.System);

    [Fact]
    public async Task Write_waits_for_another_process_that_writes()
    {
        await using var sut = await SqliteContractStore.OpenAsync(
            TimeProvider.System, configure: o => o.BusyTimeout = TimeSpan.FromMilliseconds(20));
        using var other = Connect(sut);
        Execute(other, "BEGIN IMMEDIATE");

        var writing = sut.Derived.WriteAsync([HourRow(T0, 1.0)], Ct);
        await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        Assert.False(writing.IsCompleted);
        Execute(other, "COMMIT");
        await writing;

        Assert.Equal(1.0, VolumeOf(await Single(sut, Effluent)));
    }

    [Fact]
    public async Task The_sweep_of_readings_leaves_derived_rows_alone()
    {
        await using var sut = await SqliteContractStore.OpenAsync(
            TimeProvider.System, configure: o => o.RetentionRaw = TimeSpan.FromDays(3));
        await sut.Derived.WriteAsync([HourRow(T0, 1.0)], Ct);
        await WriteLines(sut, Line.Of(Flow, T0, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        Assert.Equal(1, await sut.Store.SweepAsync(At(T0 + (5 * Day)), Ct));

        Assert.Empty(await sut.Derived.SamplesAsync(Flow, At(T0), At(T0 + 1), Ct));
        Assert.Equal(1.0, VolumeOf(await Single(sut, Effluent)));
    }

    [Fact]
    public async Task Each_question_about_rows_is_a_search_by_key()
    {
        await using var sut = await SqliteContractStore.OpenAsync(TimeProvider.System);
        using var connection = Connect(sut);

        Assert.All(
            new[]
            {
                "SELECT * FROM volume_hourly WHERE series = 1 AND time >= -9 AND time < 5 ORDER BY time DESC LIMIT 1",
                "SELECT * FROM volume_hourly WHERE series = 1 AND time >= 5 AND time < 9 ORDER BY time LIMIT 1",
                "SELECT time, flow_m3h FROM plant_flow WHERE series = 1 AND time >= 5 AND time < 9 ORDER BY time",
            },
            sql => Assert.StartsWith("SEARCH", Assert.Single(Plan(connection, sql)), StringComparison.Ordinal));
        Assert.Contains(
            Plan(
                connection,
                "SELECT c.time, c.series, s.key, c.first_ms, c.last_ms FROM changes c JOIN series s ON s.id = c.series "
                + "WHERE c.time > 5 ORDER BY c.time LIMIT 9"),
            step => step.Contains("INDEX changes_by_time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_gets_what_it_lacks_and_keeps_its_changes()
    {
        await using var sut = await SqliteContractStore.OpenAsync(TimeProvider.System);
        await WriteLines(sut, Line.Of(Flow, T0, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));
        await sut.Store.DisposeAsync();
        using (var connection = Connect(sut))
        {
            Execute(connection, "DROP INDEX changes_by_time");
            foreach (var measurement in DerivedMeasurements.All) Execute(connection, $"DROP TABLE {measurement}");
        }

        await sut.RestartAsync();

        await sut.Derived.WriteAsync([HourRow(T0, 1.0)], Ct);
        Assert.Equal(1.0, VolumeOf(await Single(sut, Effluent)));
        Assert.Single((await sut.Derived.ChangesAsync(At(0), 10, Ct)).Rows);
        using var after = Connect(sut);
        Assert.Single(Plan(after, "SELECT time FROM changes WHERE time > 5 ORDER BY time"),
            step => step.Contains("changes_by_time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_shows_an_unknown_number_as_null()
    {
        await using var sut = await SqliteContractStore.OpenAsync(TimeProvider.System);
        await sut.Derived.WriteAsync([HourRow(T0, 1.0)], Ct);
        await sut.Derived.WriteAsync([new DerivedPoint(Effluent, T0)], Ct);

        using var connection = Connect(sut);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*), COUNT(volume_m3), SUM(valid) FROM volume_hourly";
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal((1L, 0L, 0L), (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
    }

    [Fact]
    public async Task Questions_to_a_store_that_is_not_there_say_so()
    {
        await using var sut = await SqliteContractStore.OpenAsync(TimeProvider.System);
        await sut.Store.DisposeAsync();
        File.Delete(sut.Options.Path);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => sut.Derived.BeforeAsync(Effluent, At(T0), Ct));
    }

    private static SqliteConnection Connect(SqliteContractStore sut)
    {
        var connection = new SqliteConnection($"Data Source={sut.Options.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Plan(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        using var row = command.ExecuteReader();
        var steps = new List<string>();
        while (row.Read()) steps.Add(Convert.ToString(row.GetValue(3), CultureInfo.InvariantCulture)!);
        return steps;
    }
}
