using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Registry;
using Telemetry.Rig;
using Telemetry.Storage.Operations;

namespace Telemetry.Storage.Tests.Operations;

/// <summary>An operational store in a folder of its own, on a clock that stands at noon of 2009-08-10 in the city.
/// </summary>
internal sealed class OperationsRig : IDisposable
{
    private readonly TempFolder _folder = new("operations");
    private OperationalStore? _store;

    public static CityRegistry City { get; } = Parse(
        """
        {
          "city": { "name": "Testholm", "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "north", "name": "North", "responsible_unit": "North works" },
            { "id": "south", "name": "South", "responsible_unit": "South works" }
          ],
          "plants": [
            {
              "id": "sewage-1", "kind": "sewage", "name": "Sewage 1", "district": "north",
              "capacity": [{ "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 }],
              "meters": [
                { "id": "influent", "name": "In", "role": "influent", "interval": "5m" },
                { "id": "effluent", "name": "Out", "role": "effluent", "interval": "5m", "treated": true }
              ],
              "quality_points": [{ "id": "outlet", "name": "Outlet", "role": "effluent", "interval": "1h" }]
            }
          ],
          "facilities": [
            {
              "id": "gate", "kind": "transfer_station", "name": "Gate", "district": "south",
              "location": { "lat": 30.0, "lon": 122.1 }
            }
          ],
          "indicators": [
            {
              "id": "sewage-rate", "kind": "sewage_treatment_rate", "name": "Sewage rate",
              "denominators": [{ "basis": "metered", "from": "2009-01-01", "source": "Meters", "official": true }]
            },
            {
              "id": "garbage-rate", "kind": "garbage_harmless_rate", "name": "Garbage rate",
              "denominators": [{ "basis": "collected", "from": "2009-01-01", "source": "Scales", "official": true }]
            },
            { "id": "load", "kind": "plant_load", "name": "Load" }
          ]
        }
        """u8);

    public static Actor Wang { get; } = Actor.Account("wang");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2009, 8, 10, 4, 0, 0, TimeSpan.Zero));

    public string Path => _folder.File("operations.db");

    public string Folder => _folder.Path;

    public OperationsOptions Options => new() { Path = Path };

    public OperationalStore Store => _store ??= Open();

    /// <summary>As after a crash: nothing in memory survives.</summary>
    public OperationalStore Reopen()
    {
        _store?.Dispose();
        return _store = Open();
    }

    /// <summary>A second process.</summary>
    public OperationalStore Open() => OperationalStore.Open(Options, Clock, NullLogger<OperationalStore>.Instance);

    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    private static CityRegistry Parse(ReadOnlySpan<byte> json)
    {
        var result = RegistryFile.Parse(json);
        Assert.Empty(result.Errors);
        return result.Registry!;
    }
}
