using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

/// <summary>
/// What the published schema refuses the parser refuses, so an editor's red line is never wrong; the parser refuses
/// more, as references and overlaps are beyond a schema.
/// </summary>
public sealed class SchemaAgreementTests
{
    private const string Square =
        "{ \"type\": \"Polygon\", \"coordinates\": [[[122, 30], [122.1, 30], [122.1, 30.1], [122, 30.1], [122, 30]]] }";

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly Lazy<Task<JsonSchema>> Schema =
        new(() => JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(CityFiles.Schema())));

    public static TheoryData<string, string?> Good => new()
    {
        { "city/day_start", "\"08:00\"" },
        { "city/name", "\"测试市\"" },
        { "plants/0/location", null },
        { "plants/0/serves", null },
        { "plants/0/meters/0/full_scale_m3h", null },
        { "plants/0/meters/0/interval", "\"1h30m\"" },
        { "plants/0/meters/0/interval", "\"PT1H\"" },
        { "plants/0/meters/0/allow_missing_time", "true" },
        { "plants/0/meters/0/totaliser", "false" },
        { "plants/0/meters/1/totaliser", "true" },
        { "plants/0/allow_missing_status_time", "true" },
        { "plants/0/capacity/1/note", null },
        { "plants/0/capacity/1/state", "\"suspended\"" },
        { "geofences/0/id", "\"北区-1.a_b\"" },
        { "facilities/1/area", null },
        { "collection_points", "[]" },
        { "geofences/0/kind", "\"forbidden\"" },
        { "devices", null },
        { "devices/1/assignments/0/from", "\"2009-06-15T06:00:00Z\"" },
        { "devices/1/assignments/0/from", "\"2009-06-15T06:00:00.000Z\"" },
        { "devices/1/assignments/0/from", "\"2009-06-15T14:00:30\"" },
        { "devices/1/assignments/0/from", "\"2009-06-16\"" },
        { "indicators/0/targets/1/rate", "1.5" },
        { "indicators/0/targets/1/scope", "\"city\"" },
        { "indicators/0/targets", null },
        { "indicators/0/denominators/0/id", "\"speech\"" },
        { "indicators/1/denominators", null },
        { "yardsticks/0/until", "\"2014-01-01\"" },
        { "yardsticks", null },
        { "materials", "[{ \"material\": \"fecal\", \"density_kgm3\": 1020 }]" },
        { "alarms", "[]" },
        {
            "alarms",
            "[{ \"rule\": \"meter_silent\", \"plant\": \"sewage-1\", \"meter\": \"effluent\", \"limit\": 9 }]"
        },
        { "alarms", "[{ \"rule\": \"speeding\", \"vehicle_kind\": \"sweeper\", \"on_delay\": \"0s\" }]" },
        { "alarms", "[{ \"rule\": \"disk_low\", \"enabled\": false, \"priority\": \"critical\" }]" },
        { "collection_points/0/radius_m", "25.5" },
        { "collection_points/0/area", Square },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\" }") },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\", \"from\": \"06:00\", \"until\": \"08:00\" }") },
        { "rounds", "[]" },
        { "vehicle_limits", "[{ \"kind\": \"sweeper\" }]" },
        { "vehicle_limits", "[{ \"kind\": \"tipper\", \"speed_limit_kmh\": 60, \"stop_time\": \"5m\" }]" },
        {
            "vehicle_limits",
            "[{ \"kind\": \"tipper\", \"working_band_kmh\": { \"from\": 3, \"until\": 12.5 }, \"drift_m\": 40 }]"
        },
        { "$schema", "\"./registry.schema.json\"" },
    };

    public static TheoryData<string, string?> BadForBoth => new()
    {
        { "city", null },
        { "city/name", "5" },
        { "city/name", "{ \"en\": \"X\" }" },
        { "city/name", "\" \"" },
        { "city/time_zone", null },
        { "city/day_start", "\"24:00\"" },
        { "city/day_start", "0" },
        { "extra", "1" },
        { "materials", "{ \"fecal\": 1000 }" },
        { "materials", "[{ \"material\": \"fecal\" }]" },
        { "materials", "[{ \"material\": \"stone\", \"density_kgm3\": 1000 }]" },
        { "materials", "[{ \"material\": \"fecal\", \"density_kgm3\": 1.02 }]" },
        { "districts", "{}" },
        { "districts/0/id", "\"a/b\"" },
        { "districts/0/id", "\"\"" },
        { "districts/0/responsible_unit", null },
        { "plants/0/kind", "\"sewge\"" },
        { "plants/0/kind", "null" },
        { "plants/0/district", null },
        { "plants/0/location", "{ \"lat\": 122.1, \"lon\": 30.0 }" },
        { "plants/0/location", "[122.1, 30.0]" },
        { "plants/0/capacity", "[]" },
        { "plants/0/capacity/0/from", "\"2009-13-01\"" },
        { "plants/0/capacity/0/from", "\"1.1.2009\"" },
        { "plants/0/capacity/0/state", "\"built\"" },
        { "plants/0/capacity/0/design_m3d", "-1" },
        { "plants/0/capacity/0/design_m3d", "0" },
        { "plants/0/capacity/0/design_m3d", "\"25000\"" },
        { "plants/0/serves/0/share", "1.5" },
        { "plants/0/meters/0/role", "\"outflow\"" },
        { "plants/0/meters/0/interval", "300" },
        { "plants/0/meters/0/interval", "\"5 min\"" },
        { "plants/0/meters/0/interval", null },
        { "plants/0/meters/0/modulus_m3", "0" },
        { "plants/0/meters/0/modulus", "1000" },
        { "plants/0/meters/0/treated", "\"yes\"" },
        { "plants/0/meters/0/totaliser", "\"auto\"" },
        { "plants/0/meters/0/totaliser", "null" },
        { "plants/0/quality_points/0/limits/0/parameter", "\"COD\"" },
        { "plants/0/quality_points/0/limits/0/parameter", "\"ts\"" },
        { "plants/0/quality_points/0/limits/0/max", null },
        { "facilities/0/location", null },
        { "facilities/0/kind", "\"garage\"" },
        { "facilities/1/area/type", "\"Point\"" },
        { "facilities/1/area/coordinates", "[]" },
        { "facilities/1/area/coordinates/0", "[[122.0, 30.0], [122.2, 30.0], [122.0, 30.0]]" },
        { "facilities/1/area/coordinates/0/1", "[\"122\", 30]" },
        { "facilities/1/area/bbox", "[]" },
        { "vehicles/0/kind", "\"vacuum\"" },
        { "vehicles/0/plate", "\"\"" },
        { "collection_points/0/kind", "\"toilet\"" },
        { "geofences/0/area", null },
        { "devices/0/assignments/0/from", "\"15 June 2009\"" },
        { "devices/0/assignments/0/plant", "\"sewage-1\"" },
        { "devices/0/assignments/1/meter", null },
        { "devices/0/assignments/0/vehicle", null },
        { "devices/0/assignments", null },
        { "indicators/0/kind", "\"sewage\"" },
        { "indicators/0/targets/0/rate", "0" },
        { "indicators/0/targets/0/rate", "65" },
        { "indicators/0/targets/0/until", "null" },
        { "indicators/0/denominators/0/basis", "\"guessed\"" },
        { "indicators/0/denominators/0/value_m3d", null },
        { "indicators/0/denominators/0/coefficient", "0.5" },
        { "indicators/0/denominators/1/coefficient", null },
        { "indicators/0/denominators/1/coefficient", "3" },
        { "indicators/0/denominators/2/supply_m3d", "5" },
        { "indicators/0/denominators/0/source", null },
        { "yardsticks/0/months_after_start", "-1" },
        { "yardsticks/0/months_after_start", "1.5" },
        { "collection_points/0/radius_m", "0" },
        { "collection_points/0/area", "{ \"type\": \"Point\", \"coordinates\": [122, 30] }" },
        { "rounds", RoundOf("") },
        { "rounds", RoundOf("{ \"from\": \"06:00\" }") },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\", \"from\": \"6 am\" }") },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\" }", days: "[\"mon\"]") },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\" }", days: "[]") },
        { "vehicle_limits", "[{ \"speed_limit_kmh\": 60 }]" },
        { "vehicle_limits", "[{ \"kind\": \"bus\" }]" },
        { "vehicle_limits", "[{ \"kind\": \"tipper\", \"speed_limit\": 60 }]" },
        { "vehicle_limits", "[{ \"kind\": \"tipper\", \"stop_time\": 180 }]" },
        { "vehicle_limits", "[{ \"kind\": \"tipper\", \"drift_m\": -1 }]" },
        { "vehicle_limits", "[{ \"kind\": \"tipper\", \"working_band_kmh\": { \"from\": 3 } }]" },
    };

    public static TheoryData<string, string?> BadForTheParserAlone => new()
    {
        { "city/time_zone", "\"Asia/Atlantis\"" },
        { "plants/0/district", "\"west\"" },
        { "plants/0/capacity/0/from", "\"2009-02-30\"" },
        { "plants/0/capacity/0/from", "\"2010-01-01\"" },
        { "plants/0/serves/0/share", "0.5" },
        { "plants/0/meters/0/treated", "true" },
        { "facilities/1/area/coordinates/0/1", "[30.0, 122.2]" },
        { "vehicles/0/depot", "\"gate\"" },
        { "devices/0/id", "\"truck-1\"" },
        { "indicators/0/denominators/1/official", "true" },
        { "rounds", RoundOf("{ \"point\": \"toilet-9\" }") },
        { "rounds", RoundOf("{ \"point\": \"toilet-1\", \"from\": \"08:00\", \"until\": \"06:00\" }") },
        { "vehicle_limits", "[{ \"kind\": \"tipper\" }, { \"kind\": \"tipper\" }]" },
    };

    [Fact]
    public async Task The_shipped_city_follows_the_schema()
    {
        var schema = await SchemaAsync();

        var faults = schema.Validate(WithoutComments(CityFiles.ReferenceCity()));

        Assert.Equal("", string.Join('\n', faults.Select(f => f.ToString())));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task What_is_good_is_good_for_both(string path, string? json)
    {
        var city = new SmallCity().With(path, json);

        Assert.Equal("", string.Join('\n', city.Parse().Errors));
        Assert.Equal("", string.Join('\n', (await SchemaAsync()).Validate(city.Json).Select(f => f.ToString())));
    }

    [Theory]
    [MemberData(nameof(BadForBoth))]
    public async Task What_the_schema_refuses_the_parser_refuses(string path, string? json)
    {
        var city = new SmallCity().With(path, json);

        Assert.False(city.Parse().IsValid);
        Assert.NotEmpty((await SchemaAsync()).Validate(city.Json));
    }

    [Theory]
    [MemberData(nameof(BadForTheParserAlone))]
    public async Task What_a_schema_cannot_say_the_parser_says(string path, string? json)
    {
        var city = new SmallCity().With(path, json);

        Assert.False(city.Parse().IsValid);
        Assert.Empty((await SchemaAsync()).Validate(city.Json));
    }

    [Fact]
    public async Task Every_enumeration_of_the_schema_is_that_of_the_code()
    {
        var definitions = (await SchemaAsync()).Definitions;

        string[] Of(string definition, string property) =>
            [.. definitions[definition].Properties[property].ActualSchema.Enumeration.Select(v => (string)v!)];

        Assert.Equal(WireNames.All<PlantKind>(), Of("plant", "kind"));
        Assert.Equal(WireNames.All<CapacityState>(), Of("capacity", "state"));
        Assert.Equal(WireNames.All<MeterRole>(), Of("meter", "role"));
        Assert.Equal(WireNames.All<FacilityKind>(), Of("facility", "kind"));
        Assert.Equal(WireNames.All<VehicleKind>(), Of("vehicle", "kind"));
        Assert.Equal(WireNames.All<CollectionPointKind>(), Of("collection_point", "kind"));
        Assert.Equal(WireNames.All<GeofenceKind>(), Of("geofence", "kind"));
        Assert.Equal(WireNames.All<IndicatorKind>(), Of("indicator", "kind"));
        Assert.Equal(WireNames.All<DenominatorBasis>(), Of("denominator", "basis"));
        Assert.Equal(WireNames.All<Material>(), Of("material", "material"));
        Assert.Equal(WireNames.All<AlarmRule>(), Of("alarm", "rule"));
        Assert.Equal(WireNames.All<VehicleKind>(), Of("alarm", "vehicle_kind"));
        Assert.Equal(WireNames.All<AlarmPriority>(), Of("alarm", "priority"));
    }

    private static string RoundOf(string point, string days = "[\"monday\", \"friday\"]") =>
        "[{ \"id\": \"r\", \"name\": \"R\", \"vehicle\": \"truck-1\", \"from\": \"2009-01-01\", \"in_order\": true, " +
        $"\"days\": {days}, \"points\": [{point}] }}]";

    private static Task<JsonSchema> SchemaAsync() => Schema.Value;

    private static string WithoutComments(byte[] json) =>
        JsonNode.Parse(json, documentOptions: Lenient)!.ToJsonString();
}
