using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.Sqlite;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Sqlite;

/// <summary>The embedded store in a folder of its own.</summary>
internal sealed class SqliteContractStore : IContractStore
{
    private readonly TempFolder _folder = new("sqlite");
    private readonly TimeProvider _time;
    private readonly string _host;
    private readonly SqliteReader _reader;

    private SqliteContractStore(TimeProvider time, string host, Action<SqliteOptions>? configure)
    {
        _time = time;
        _host = host;
        Options.Path = _folder.File("telemetry.db");
        configure?.Invoke(Options);
        Store = NewStore();
        _reader = new SqliteReader(Options);
        Derived = new SqliteDerivedStore(Store, _reader);
    }

    public SqliteOptions Options { get; } = new();

    public SqliteStore Store { get; private set; }

    ITelemetryStore IContractStore.Store => Store;

    public ITelemetryReader Reader => _reader;

    public IDerivedStore Derived { get; private set; }

    public static async Task<SqliteContractStore> OpenAsync(
        TimeProvider time, string host = "host-1", Action<SqliteOptions>? configure = null)
    {
        var sut = new SqliteContractStore(time, host, configure);
        await sut.Store.OpenAsync(CancellationToken.None);
        return sut;
    }

    /// <summary>Another store, not opened; over the same file unless other options are given.</summary>
    public SqliteStore NewStore(SqliteOptions? options = null) =>
        new(options ?? Options, _host, _time, NullLogger<SqliteStore>.Instance);

    public async Task RestartAsync()
    {
        await Store.DisposeAsync();
        Store = NewStore();
        Derived = new SqliteDerivedStore(Store, _reader);
        await Store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
