using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Derived.Sqlite;
using Telemetry.Storage.Files;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Benchmarks.Derive;

/// <summary>A store of telemetry as a host opens it, and what it takes down with it.</summary>
internal sealed class DeriveStore : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    private DeriveStore(
        string name, TempFolder folder, ITelemetryStore readings, ITelemetryReader reader, IDerivedStore derived) =>
        (Name, Folder, Readings, Reader, Derived) = (name, folder, readings, reader, derived);

    public string Name { get; }

    public TempFolder Folder { get; }

    public ITelemetryStore Readings { get; }

    public ITelemetryReader Reader { get; }

    public IDerivedStore Derived { get; }

    /// <summary>Of a server's process; null where the store lies in our own.</summary>
    public int? ServerId { get; private init; }

    public static async Task<DeriveStore> OpenAsync(string name)
    {
        var store = name == "sqlite" ? Sqlite() : await InfluxDbAsync();
        await store.Readings.OpenAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        (Reader as IDisposable)?.Dispose();
        (Derived as IDisposable)?.Dispose();
        await Readings.DisposeAsync();
        foreach (var one in _owned) await one.DisposeAsync();
        Folder.Dispose();
    }

    private static DeriveStore Sqlite()
    {
        var folder = new TempFolder("derive-sqlite");
        var options = new SqliteOptions { Path = folder.File("telemetry.db") };
        var store = new SqliteStore(options, "bench", TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var reader = new SqliteReader(options);
        return new DeriveStore("SQLite", folder, store, reader, new SqliteDerivedStore(store, reader));
    }

    private static async Task<DeriveStore> InfluxDbAsync()
    {
        var server = await InfluxDbServer.StartAsync();
        var folder = new TempFolder("derive-influxdb");
        var options = new InfluxDbOptions { Url = server.Url, Database = "bench", HostName = "bench" };
        var time = TimeProvider.System;
        var store = new DeriveStore(
            "InfluxDB", folder,
            new InfluxDbStore(
                options, new CursorFile(folder.File("cursor"), DiskFiles.Instance, NullLogger.Instance), time,
                NullLogger<InfluxDbStore>.Instance),
            new InfluxDbReader(options, time),
            new InfluxDbDerivedStore(options, time, NullLogger<InfluxDbDerivedStore>.Instance))
        {
            ServerId = server.ProcessId,
        };
        store._owned.Add(server);
        return store;
    }
}
