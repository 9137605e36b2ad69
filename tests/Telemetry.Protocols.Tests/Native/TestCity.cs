using System.Collections.Frozen;
using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>A small city: one plant, one truck and a spare, one landfill, and devices that changed places.</summary>
sealed class TestCity : IRegistrySource
{
    public static readonly DateTimeOffset Swap = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly DistrictId District = new("dinghai");
    static readonly PlantId Plant = new("sewage-1");

    public CityRegistry Current { get; set; } = Create();

    public static CityRegistry Create(params string[] furtherVehicles) => new()
    {
        Version = "0123456789ab",
        City = new City(Name("City"), TimeZoneInfo.Utc, TimeOnly.MinValue),
        Districts = new[] { new District(District, Name("Dinghai"), Name("Bureau")) }.ToFrozenDictionary(d => d.Id),
        Plants = new[] { CreatePlant() }.ToFrozenDictionary(p => p.Id),
        Vehicles = ((string[])["truck-7", "truck-8", .. furtherVehicles])
            .Select(id => new Vehicle(
                new VehicleId(id), VehicleKind.VacuumTruck, "浙L 00007", District, null, TimeSpan.FromSeconds(10)))
            .ToFrozenDictionary(v => v.Id),
        Facilities = new[]
        {
            new Facility(
                new FacilityId("landfill"), FacilityKind.Landfill, Name("Landfill"), District, null,
                new GeoPoint(30, 122), null),
        }.ToFrozenDictionary(f => f.Id),
        CollectionPoints = [],
        Geofences = [],
        Devices = new[]
        {
            new Device(new DeviceId("tracker-1"),
            [
                new DeviceAssignment(Swap.AddDays(-30), Swap, new VehicleId("truck-7"), null, null),
                new DeviceAssignment(Swap, null, new VehicleId("truck-8"), null, null),
            ]),
            new Device(new DeviceId("transmitter-1"),
                [new DeviceAssignment(Swap, Swap.AddDays(60), null, Plant, new MeterId("influent"))]),
        }.ToFrozenDictionary(d => d.Id),
        Indicators = [],
    };

    static Plant CreatePlant() => new()
    {
        Id = Plant,
        Kind = PlantKind.Sewage,
        Name = Name("Sewage 1"),
        District = District,
        Serves = [],
        Capacity = [new CapacityPeriod(new DateOnly(2009, 1, 1), CapacityState.InService, 40_000, null)],
        Meters = new[]
        {
            new Meter(Plant, new MeterId("influent"), Name("Influent"), MeterRole.Influent, 2_000, 1_000_000, 1,
                TimeSpan.FromMinutes(5), true, AllowMissingTime: true),
            new Meter(Plant, new MeterId("effluent"), Name("Effluent"), MeterRole.Effluent, null, null, 1,
                TimeSpan.FromMinutes(5), false, AllowMissingTime: false),
        }.ToFrozenDictionary(m => m.Id),
        QualityPoints = new[]
        {
            new QualityPoint(Plant, new QualityPointId("outlet"), Name("Outlet"), MeterRole.Effluent,
                [new QualityLimit("cod_mgl", null, 60), new QualityLimit("ph", 6, 9)], TimeSpan.FromHours(1), true),
        }.ToFrozenDictionary(p => p.Id),
        Location = null,
        AllowMissingStatusTime = true,
    };

    static LocalizedName Name(string name) => new(name, name);
}
