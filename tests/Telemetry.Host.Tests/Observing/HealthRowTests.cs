using System.Collections.Immutable;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;

namespace Telemetry.Host.Tests.Observing;

public sealed class HealthRowTests
{
    private static readonly DateTimeOffset Now = new(2009, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Begin_names_the_host_and_what_it_does()
    {
        var sut = HealthRow.Begin("host-1", new HostRoles(Broker: true, Ingest: true, Derive: false, Web: true), Now);

        Assert.Equal("host_health,host=host-1,roles=broker-ingest-web", sut.Series.Key);
        Assert.Equal(1_235_865_600_000, sut.TimeMs);
    }

    [Fact]
    public void Add_checks_says_the_worst_and_why()
    {
        var sut = CreateSut().Add([
            new HealthCheck("spool", HealthState.Ok, null),
            new HealthCheck("registry", HealthState.Degraded, "refused"),
            new HealthCheck("lag", HealthState.Failed, "an hour"),
        ]);

        Assert.Equal(2L, Value(sut, HostMeasurement.Health));
        Assert.Equal("lag: an hour", Value(sut, HostMeasurement.Reason));
    }

    [Fact]
    public void Add_checks_with_nothing_wrong_says_nothing()
    {
        var sut = CreateSut().Add([new HealthCheck("spool", HealthState.Ok, null)]);

        Assert.Equal(0L, Value(sut, HostMeasurement.Health));
        Assert.Equal("", Value(sut, HostMeasurement.Reason));
    }

    [Fact]
    public void Add_status_brings_both_books_with_their_differences()
    {
        var sut = CreateSut().Add(Status(
            new IntakeBooks(Received: 100, Spooled: 90, DeadLettered: 5, Shed: 2, InFlight: 3),
            new StoreBooks(Spooled: 1_000, Stored: 900, StoreRejected: 1, Pending: 90, SetAside: 2)));

        Assert.Equal(0L, Value(sut, HostMeasurement.IntakeDifference));
        Assert.Equal(7L, Value(sut, HostMeasurement.StoreDifference));
        Assert.Equal(5L, Value(sut, HostMeasurement.DeadLettered));
        Assert.Equal(90L, Value(sut, HostMeasurement.Pending));
        Assert.Equal(1_000L, Value(sut, HostMeasurement.SpoolLines));
        Assert.Equal(2L, Value(sut, HostMeasurement.Connections));
        Assert.Equal(1L, Value(sut, HostMeasurement.ConnectionsUp));
        Assert.Equal(3L, Value(sut, HostMeasurement.StoreTrouble));
        Assert.Null(Value(sut, HostMeasurement.DiskFree));
    }

    private static DerivedPoint CreateSut() =>
        HealthRow.Begin("host-1", new HostRoles(false, true, false, false), Now);

    private static object? Value(DerivedPoint row, FieldDefinition field) =>
        row.Values[HostMeasurement.HostHealth.Fields.IndexOf(field)];

    private static StatusSnapshot Status(IntakeBooks intake, StoreBooks stored) => new()
    {
        Host = "host-1",
        Version = "1",
        StartedAt = Now,
        Now = Now,
        ClockSynchronised = null,
        Rates = new HostRates(1, 2, 3),
        Intake = intake,
        Stored = stored,
        Spool = new SpoolStatus(true, 5_000, null, stored.Pending, null, null),
        Store = new StoreStatus("influxdb", StoreState.Refused, "no such account", Now),
        Connections =
        [
            new ConnectionStatus("mqtt-1", ConnectionState.Connected, Now, true, null, 0, 0, null),
            new ConnectionStatus("mqtt-2", ConnectionState.Connecting, Now, null, null, 0, 0, null),
        ],
        DeadLetters = ImmutableSortedDictionary<string, long>.Empty,
        Registry = new RegistryStatus("1", Now, []),
        UnregisteredAssets = [],
        UnregisteredCount = 4,
        Health = [],
    };
}
