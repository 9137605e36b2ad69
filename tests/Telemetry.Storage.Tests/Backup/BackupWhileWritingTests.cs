using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Backup;
using Telemetry.Storage.Files;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores.Sqlite;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Backup;

/// <summary>A backup taken from under a spool and a store at work, and what a host finds after restoring it.</summary>
public sealed class BackupWhileWritingTests : IDisposable
{
    private const long T0 = 1_235_836_800_000;
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");

    private readonly TempFolder _folder = new("backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_made_while_readings_come_in_holds_each_that_was_acknowledged_and_balanced_books()
    {
        using var stop = new CancellationTokenSource();
        await using var host = await Files.OpenAsync(_folder.File("data"));
        var work = Task.WhenAll(Task.Run(() => host.Receive(stop.Token)), Task.Run(() => host.Store(stop.Token)));

        for (var round = 0; round < 3; round++)
        {
            while (host.Acknowledged < (round + 1) * 2_000) await Task.Delay(1);
            var acknowledged = host.Acknowledged;
            var archive = _folder.File($"backup-{round}.zip");
            await BackupArchive.CreateAsync(
                new BackupPlan(_folder.File("data"), []), archive, TimeProvider.System, CancellationToken.None);

            var restored = _folder.File($"restored-{round}");
            await BackupArchive.RestoreAsync(
                archive, restored, replace: false, TimeProvider.System, CancellationToken.None);
            await AssertWhole(restored, acknowledged);
        }
        await stop.CancelAsync();
        await work;
    }

    private static async Task AssertWhole(string folder, long acknowledged)
    {
        await using var host = await Files.OpenAsync(folder);
        var before = await host.Database.LoadCursorAsync(CancellationToken.None);
        Assert.True(before is null || before.Position <= host.Spool.End, "the cursor is ahead of the spool");
        Assert.Equal(before?.Stored ?? 0, await Count(folder));

        await host.Store(new CancellationToken(canceled: true));

        var lines = host.Spool.End.Line;
        var cursor = await host.Database.LoadCursorAsync(CancellationToken.None);
        Assert.True(lines >= acknowledged, $"{acknowledged} lines were acknowledged, {lines} are there");
        Assert.Equal(lines, cursor!.Position.Line);
        Assert.Equal(lines, cursor.Stored);
        Assert.Equal(0, host.Spool.MissingLines + host.Spool.SetAsideLines);
        Assert.Equal(lines, await Count(folder));
        using var reader = new SqliteReader(new SqliteOptions { Path = Path.Combine(folder, "telemetry.db") });
        var points = await reader.RangeAsync(
            Influent, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None);
        for (var i = 0; i < points.Count; i++)
        {
            Assert.Equal(T0 + i, points[i].Time.ToUnixTimeMilliseconds());
            Assert.Equal(i + 0.5, points[i].Values["total_m3"]);
        }
    }

    private static async Task<long> Count(string folder)
    {
        using var reader = new SqliteReader(new SqliteOptions { Path = Path.Combine(folder, "telemetry.db") });
        return await reader.CountAsync(
            Measurements.PlantFlow, Measurements.TotalM3, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch,
            DateTimeOffset.MaxValue, CancellationToken.None);
    }

    /// <summary>The spool and the store of a host, in small segments so that several come and go.</summary>
    private sealed class Files : IAsyncDisposable
    {
        private long _acknowledged;

        private Files(Spool.Spool spool, SqliteStore database) => (Spool, Database) = (spool, database);

        public Spool.Spool Spool { get; }

        public SqliteStore Database { get; }

        public long Acknowledged => Volatile.Read(ref _acknowledged);

        public static async Task<Files> OpenAsync(string folder)
        {
            var spool = Storage.Spool.Spool.Open(
                new SpoolOptions { Folder = Path.Combine(folder, "spool"), SegmentSize = 65_536 },
                DiskFiles.Instance, TimeProvider.System, NullLogger.Instance);
            var database = new SqliteStore(
                new SqliteOptions { Path = Path.Combine(folder, "telemetry.db") }, "host-1", TimeProvider.System,
                NullLogger<SqliteStore>.Instance);
            await database.OpenAsync(CancellationToken.None);
            return new Files(spool, database);
        }

        public void Receive(CancellationToken stop)
        {
            for (long line = 0; !stop.IsCancellationRequested;)
            {
                var lines = new List<string>();
                for (var i = 0; i < 20; i++, line++)
                    lines.Add(Line.Of(Influent, T0 + line, ("total_m3", line + 0.5), ("q", "N"), ("flags", 0L)));
                Spool.Append(Line.Bytes(lines), lines.Count);
                Spool.Sync();
                Volatile.Write(ref _acknowledged, line);
            }
        }

        /// <summary>Stores what is spooled until it is stopped, and then to the end.</summary>
        public async Task Store(CancellationToken stop)
        {
            var rejected = new RejectedInMemory();
            using var reader = Spool.OpenReader(
                Spool.ResolveCursor(await Database.LoadCursorAsync(CancellationToken.None)));
            while (true)
            {
                if (reader.TryRead(500, 1 << 20) is { } batch)
                {
                    await Database.WriteAsync(batch, rejected, CancellationToken.None);
                    Spool.Delivered(batch.End);
                }
                else if (stop.IsCancellationRequested)
                {
                    break;
                }
                else
                {
                    await Task.Yield();
                }
            }
            Assert.Empty(rejected.Lines);
        }

        public async ValueTask DisposeAsync()
        {
            Spool.Dispose();
            await Database.DisposeAsync();
        }
    }
}
