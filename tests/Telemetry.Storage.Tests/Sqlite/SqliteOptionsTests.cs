using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteOptionsTests
{
    [Fact]
    public void Validate_the_defaults_finds_nothing() => Assert.Empty(new SqliteOptions().Validate());

    [Fact]
    public void Validate_names_every_error_at_once_with_path_value_and_what_is_allowed()
    {
        var sut = new SqliteOptions
        {
            Path = " ",
            RetentionRaw = TimeSpan.FromDays(2),
            RetentionDerived = TimeSpan.FromHours(1),
            RetentionChanges = TimeSpan.Zero,
            BusyTimeout = TimeSpan.Zero,
            CacheSizeMiB = 0,
            MaxReaders = 65,
        };
        sut.Retention["plant_flaw"] = TimeSpan.FromMinutes(1);

        Assert.Equal(
            [
                "Telemetry:Store:Sqlite:Path is empty: name a file on a local disk, such as data/telemetry.db",
                "Telemetry:Store:Sqlite:RetentionRaw '2.00:00:00': at least 3 days, such as 400.00:00:00",
                "Telemetry:Store:Sqlite:RetentionDerived '01:00:00': at least 3 days, such as 400.00:00:00",
                "Telemetry:Store:Sqlite:RetentionChanges '00:00:00': at least 1 days, such as 400.00:00:00",
                "Telemetry:Store:Sqlite:Retention:plant_flaw: no such measurement; one of plant_flow, meter_event, "
                    + "plant_status, plant_quality, vehicle_position, weighing, changes, volume_hourly, volume_daily, "
                    + "plant_daily, indicator_daily, vehicle_daily, load_daily, inflow_daily",
                "Telemetry:Store:Sqlite:Retention:plant_flaw '00:01:00': at least 1 day",
                "Telemetry:Store:Sqlite:BusyTimeout '00:00:00': 1 millisecond to 1 minute",
                "Telemetry:Store:Sqlite:CacheSizeMiB '0': 1 to 16,384 MiB",
                "Telemetry:Store:Sqlite:MaxReaders '65': 1 to 64",
            ],
            sut.Validate());
    }

    [Fact]
    public void RetentionOf_a_derived_measurement_is_for_ever_by_default()
    {
        Assert.All(DerivedMeasurements.All, derived => Assert.Null(new SqliteOptions().RetentionOf(derived)));
        Assert.Equal(TimeSpan.FromDays(400), new SqliteOptions().RetentionOf(Measurements.PlantFlow));
        Assert.Equal(TimeSpan.FromDays(40), new SqliteOptions().RetentionOf(Measurements.Changes));
    }
}
