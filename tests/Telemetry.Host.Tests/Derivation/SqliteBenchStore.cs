using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.Sqlite;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A database file of its own.</summary>
internal sealed class SqliteBenchStore : IBenchStore
{
    private readonly TempFolder _folder = new("derive-sqlite");
    private readonly SqliteStore _store;
    private readonly SqliteReader _reader;

    public SqliteBenchStore(TimeProvider time)
    {
        var options = new SqliteOptions { Path = _folder.File("telemetry.db") };
        _store = new SqliteStore(options, "h", time, NullLogger<SqliteStore>.Instance);
        _reader = new SqliteReader(options);
        Derived = new SqliteDerivedStore(_store, _reader);
    }

    public ITelemetryStore Readings => _store;

    public ITelemetryReader Reader => _reader;

    public IDerivedStore Derived { get; }

    public async Task WriteUntoldAsync(Sample sample)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("telemetry.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO plant_flow (series, time, total_m3, q, flags)
            SELECT id, $time, $total, 'N', 0 FROM series WHERE key = $key
            """;
        command.Parameters.AddWithValue("$time", sample.At.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$total", sample.Total);
        command.Parameters.AddWithValue("$key", $"plant_flow,meter={sample.Meter},plant=p");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public async Task WriteUntoldAsync(string vehicle, DateTimeOffset at, double lat)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("telemetry.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO vehicle_position (series, time, lat, lon, speed_kmh, ignition, working, flags)
            SELECT id, $time, $lat, 122.0, 0.0, 1, 0, 0 FROM series WHERE key = $key
            """;
        command.Parameters.AddWithValue("$time", at.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$lat", lat);
        command.Parameters.AddWithValue("$key", $"vehicle_position,vehicle={vehicle}");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
