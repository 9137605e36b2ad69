namespace Telemetry.Domain.Tests.Registry;

/// <summary>One wrong value each: where it is reported, and in which words.</summary>
public sealed class RegistryRuleTests
{
    private const string Ring = "[[122.0, 30.0], [122.2, 30.0], [122.2, 30.2], [122.0, 30.0]]";

    public static TheoryData<string, string?, string, string> Faults => new()
    {
        // path edited, value (null removes), path of the error, part of its words
        { "city", null, "city", "is missing" },
        { "city/time_zone", "\"Asia/Atlantis\"", "city.time_zone", "Asia/Shanghai" },
        { "city/day_start", "\"6 am\"", "city.day_start", "HH:mm" },
        { "city/name", "{ \"en\": \"X\" }", "city.name.zh", "is missing" },
        { "city/name", "\"  \"", "city.name", "is empty" },
        { "city/timezone", "\"UTC\"", "city.timezone", "is no key here" },
        {
            "districts/2", "{ \"id\": \"city\", \"name\": \"X\", \"responsible_unit\": \"X\" }",
            "districts[2].id", "whole city"
        },
        { "districts/0/responsable_unit", "\"X\"", "districts[0].responsable_unit", "is no key here" },
        { "plants/0/kind", "\"sewge\"", "plants[0].kind", "did you mean 'sewage'?" },
        { "plants/0/district", "\"nroth\"", "plants[0].district", "did you mean 'north'?" },
        { "plants/0/location/lat", "130", "plants[0].location", "off the globe" },
        { "plants/0/location", "{ \"lat\": 122.1, \"lon\": 30.0 }", "plants[0].location", "look swapped" },
        { "plants/0/location/lon", null, "plants[0].location.lon", "is missing" },
        { "plants/0/capacity", "[]", "plants[0].capacity", "at least one" },
        { "plants/0/capacity/1/from", "\"2009-01-01\"", "plants[0].capacity[1].from", "same day" },
        { "plants/0/capacity/1/from", "\"2008-01-01\"", "plants[0].capacity[1].from", "in order" },
        { "plants/0/capacity/1/from", "\"1 July 2009\"", "plants[0].capacity[1].from", "yyyy-MM-dd" },
        { "plants/0/capacity/1/from", "\"2009-02-30\"", "plants[0].capacity[1].from", "not a day" },
        { "plants/0/capacity/1/design_m3d", "0", "plants[0].capacity[1].design_m3d", "above 0" },
        { "plants/0/capacity/1/design_m3d", "null", "plants[0].capacity[1].design_m3d", "leave the key out" },
        { "plants/0/serves/1/share", "0.7", "plants[0].serves", "sum to 0.95; allowed: 1" },
        { "plants/0/serves/2/share", "0.5", "plants[0].serves", "from 2009-07-01 sum to 0.5" },
        { "plants/0/serves/1/district", "\"north\"", "plants[0].serves[1].district", "two shares" },
        { "plants/0/meters/0/interval", "300", "plants[0].meters[0].interval", "has no unit" },
        { "plants/0/meters/0/interval", "\"5 minutes\"", "plants[0].meters[0].interval", "not a duration" },
        { "plants/0/meters/0/interval", "\"0s\"", "plants[0].meters[0].interval", "above 0s" },
        { "plants/0/meters/0/interval", "\"25h\"", "plants[0].meters[0].interval", "at most 24h" },
        { "plants/0/meters/0/full_scale_m3h", "-1", "plants[0].meters[0].full_scale_m3h", "above 0" },
        { "plants/0/meters/0/modulus_m3", "0", "plants[0].meters[0].modulus_m3", "above 0" },
        { "plants/0/meters/0/resolution_m3", "10000000", "plants[0].meters[0].resolution_m3", "smaller than" },
        { "plants/0/meters/0/full_scale", "1", "plants[0].meters[0].full_scale", "is no key here" },
        { "plants/0/meters/1/treated", null, "plants[0].meters", "none is marked" },
        { "plants/0/meters/0/treated", "true", "plants[0].meters", "stand at both ends" },
        { "plants/0/meters/2/treated", "true", "plants[0].meters[2].treated", "not treated" },
        { "plants/0/meters/1/treated", "\"yes\"", "plants[0].meters[1].treated", "neither true nor false" },
        {
            "plants/0/quality_points/0/limits/0/parameter", "\"COD\"",
            "plants[0].quality_points[0].limits[0].parameter", "cod_mgl"
        },
        {
            "plants/0/quality_points/0/limits/1/parameter", "\"cod_mgl\"",
            "plants[0].quality_points[0].limits[1].parameter", "second limit"
        },
        { "plants/0/quality_points/0/limits/1/min", "10", "plants[0].quality_points[0].limits[1].min", "above max" },
        { "plants/0/quality_points/0/limits/0/max", null, "plants[0].quality_points[0].limits[0].max", "at least one" },
        { "alarms", "[{ \"rule\": \"metre_silent\" }]", "alarms[0].rule", "did you mean 'meter_silent'?" },
        { "alarms", "[{ \"rule\": \"state_fault\", \"limit\": 1 }]", "alarms[0].limit", "knows states" },
        { "alarms", "[{ \"rule\": \"load_high\", \"limit\": 110 }]", "alarms[0].limit", "0.1 to 5 (fraction)" },
        { "alarms", "[{ \"rule\": \"load_high\", \"hysteresis\": 2 }]", "alarms[0].hysteresis", "0 to the limit" },
        { "alarms", "[{ \"rule\": \"load_high\", \"on_delay\": \"25h\" }]", "alarms[0].on_delay", "at most 24h" },
        { "alarms", "[{ \"rule\": \"load_high\", \"priority\": \"red\" }]", "alarms[0].priority", "critical" },
        {
            "alarms", "[{ \"rule\": \"speeding\", \"limit\": 60 }]", "alarms[0].limit",
            "stands in vehicle_limits.speed_limit_kmh"
        },
        { "alarms", "[{ \"rule\": \"speeding\", \"plant\": \"sewage-1\" }]", "alarms[0].plant", "about no plant" },
        { "alarms", "[{ \"rule\": \"load_high\", \"plant\": \"sewage\" }]", "alarms[0].plant", "is no plant" },
        { "alarms", "[{ \"rule\": \"meter_silent\", \"meter\": \"effluent\" }]", "alarms[0].plant", "is missing" },
        {
            "alarms", "[{ \"rule\": \"load_high\", \"vehicle_kind\": \"tipper\" }]",
            "alarms[0].vehicle_kind", "about no vehicle"
        },
        { "alarms", "[{ \"rule\": \"disk_low\" }, { \"rule\": \"disk_low\" }]", "alarms[1].rule", "twice" },
        { "facilities/1/plant", "\"sewage-1\"", "facilities[1].plant", "allowed: fecal" },
        { "facilities/1/plant", null, "facilities[1].plant", "is missing" },
        { "facilities/1/plant", "\"fecal-9\"", "facilities[1].plant", "no plant of this file" },
        { "facilities/1/area", "\"around the corner\"", "facilities[1].area", "GeoJSON" },
        { "facilities/1/area/type", "\"Point\"", "facilities[1].area.type", "allowed: Polygon, MultiPolygon" },
        {
            "facilities/1/area/coordinates/0/2", "[30.2, 122.2]",
            "facilities[1].area.coordinates[0][2]", "look swapped"
        },
        { "facilities/1/area/coordinates/0/2", "[122.2]", "facilities[1].area.coordinates[0][2]", "not a position" },
        { "facilities/1/area/coordinates/0/4", "[122.0, 30.1]", "facilities[1].area.coordinates[0]", "not closed" },
        {
            "facilities/1/area/coordinates/0", "[[122.0, 30.0], [122.2, 30.0], [122.0, 30.0]]",
            "facilities[1].area.coordinates[0]", "fewer than 4"
        },
        {
            "facilities/1/area/coordinates/0", "[[122, 30], [122.2, 30.2], [122.2, 30], [122, 30.2], [122, 30]]",
            "facilities[1].area.coordinates", "no valid area"
        },
        { "facilities/1/area/coordinates", Ring, "facilities[1].area.coordinates[0][0]", "not a list" },
        { "collection_points/0/radius_m", "2000", "collection_points[0].radius_m", "at most 1000" },
        { "vehicle_limits", "[{ \"kind\": \"bus\" }]", "vehicle_limits[0].kind", "allowed: sweeper" },
        {
            "vehicle_limits", "[{ \"kind\": \"tipper\", \"speed_limit_kmh\": 600 }]",
            "vehicle_limits[0].speed_limit_kmh", "at most 300"
        },
        {
            "vehicle_limits",
            "[{ \"kind\": \"tipper\", \"working_band_kmh\": { \"from\": 9, \"until\": 3 } }]",
            "vehicle_limits[0].working_band_kmh.until", "is below from"
        },
        {
            "vehicle_limits", "[{ \"kind\": \"tipper\" }, { \"kind\": \"tipper\" }]",
            "vehicle_limits[1].kind", "stands here twice"
        },
        { "rounds", RoundOf("{ \"point\": \"toilet-9\" }"), "rounds[0].points[0].point", "no collection point" },
        { "rounds", RoundOf(""), "rounds[0].points", "at least one" },
        {
            "rounds", RoundOf("{ \"point\": \"toilet-1\", \"from\": \"08:00\", \"until\": \"06:00\" }"),
            "rounds[0].points[0].until", "is not after from"
        },
        {
            "rounds", RoundOf("{ \"point\": \"toilet-1\" }", vehicle: "truck-9"), "rounds[0].vehicle",
            "no vehicle of this file"
        },
        {
            "rounds", RoundOf("{ \"point\": \"toilet-1\" }", days: "[\"mon\"]"), "rounds[0].days",
            "allowed: sunday, monday"
        },
        { "vehicles/1/plate", "\"L 1001\"", "vehicles[1].plate", "taken by vehicles[0]" },
        { "vehicles/0/depot", "\"gate\"", "vehicles[0].depot", "allowed: a depot" },
        { "vehicles/0/depot", "\"depott\"", "vehicles[0].depot", "did you mean 'depot'?" },
        { "vehicles/0/interval", null, "vehicles[0].interval", "is missing" },
        { "geofences/0/district", null, "geofences[0].district", "is missing" },
        { "devices/0/id", "\"truck-2\"", "devices[0].id", "is the vehicle" },
        { "devices/0/id", "\"bypass\"", "devices[0].id", "is the meter" },
        { "devices/0/assignments/0/plant", "\"sewage-1\"", "devices[0].assignments[0]", "give one" },
        { "devices/0/assignments/1/meter", null, "devices[0].assignments[1]", "give one" },
        {
            "devices/0/assignments/1/meter", "\"efluent\"",
            "devices[0].assignments[1].meter", "did you mean 'effluent'?"
        },
        { "devices/0/assignments/1/from", "\"2009-06-01\"", "devices[0].assignments[1].from", "before the end" },
        { "devices/0/assignments/1/from", "\"2008-06-01\"", "devices[0].assignments[1].from", "in order of time" },
        { "devices/0/assignments/0/until", "\"2009-01-01\"", "devices[0].assignments[0].until", "is not after from" },
        { "devices/0/assignments/0/from", "\"yesterday\"", "devices[0].assignments[0].from", "not an instant" },
        {
            "devices/1/assignments/0/from", "\"2009-06-15T13:59\"",
            "devices[1].assignments[0].from", "spoken for by device \"imei-1\""
        },
        { "indicators/0/targets/1/rate", "65", "indicators[0].targets[1].rate", "at most 2" },
        { "indicators/0/targets/1/rate", "0", "indicators[0].targets[1].rate", "above 0" },
        { "indicators/0/targets/0/until", null, "indicators[0].targets[1].from", "hold on one day" },
        { "indicators/0/targets/0/until", "\"2009-01-01\"", "indicators[0].targets[0].until", "is not after from" },
        { "indicators/0/targets/0/edition", null, "indicators[0].targets[0].edition", "is missing" },
        { "indicators/0/targets/2/scope", "\"west\"", "indicators[0].targets[2].scope", "no district of this file" },
        { "indicators/0/denominators/0/value_m3d", null, "indicators[0].denominators[0].value_m3d", "needs it" },
        { "indicators/0/denominators/1/coefficient", null, "indicators[0].denominators[1].coefficient", "needs it" },
        { "indicators/0/denominators/1/value_m3d", "5", "indicators[0].denominators[1].value_m3d", "has no use" },
        { "indicators/0/denominators/1/official", "true", "indicators[0].denominators[1].official", "only one" },
        { "indicators/0/denominators/0/official", null, "indicators[0].denominators", "none is official for the city" },
        {
            "indicators/0/denominators/2/official", "false",
            "indicators[0].denominators", "none is official for district"
        },
        {
            "indicators/0/denominators/2/basis", "\"collected\"",
            "indicators[0].denominators[2].basis", "allowed: metered"
        },
        {
            "indicators/1/denominators/0/basis", "\"metered\"",
            "indicators[1].denominators[0].basis", "allowed: declared, collected"
        },
        { "indicators/1/kind", "\"plant_load\"", "indicators[1].denominators", "design capacity" },
        { "yardsticks/0/indicator", "\"garbage_harmless_rate\"", "yardsticks[0].months_after_start", "only a plant" },
        { "yardsticks/0/months_after_start", "1.5", "yardsticks[0].months_after_start", "whole number" },
        {
            "materials", "[{ \"material\": \"fecal\", \"density_kgm3\": 1.02 }]", "materials[0].density_kgm3",
            "above 10, at most 3000"
        },
        {
            "materials",
            "[{ \"material\": \"fecal\", \"density_kgm3\": 1000 }, { \"material\": \"fecal\", \"density_kgm3\": 99 }]",
            "materials[1].material", "twice"
        },
    };

    public static TheoryData<string, string?, string, string> FaultsThatSpread => new()
    {
        { "districts", "{}", "districts", "is not a list" },
        { "districts/1", "7", "districts[1]", "is not an object" },
        { "districts/1/id", "\"north\"", "districts[1].id", "taken by districts[0]" },
        { "plants/0/id", "\"sewage 1\"", "plants[0].id", "not an identifier" },
        { "plants/0/meters/1/id", "\"influent\"", "plants[0].meters[1].id", "taken by plants[0].meters[0]" },
        { "devices/0/assignments/0/until", null, "devices[0].assignments[1].from", "no end" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_OneFault_IsOneErrorAtItsPathInWords(string edited, string? json, string path, string words)
    {
        var sut = new SmallCity().With(edited, json);

        var error = Assert.Single(sut.Parse().Errors);

        Assert.Equal(path, error.Path);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FaultsThatSpread))]
    public void Parse_FaultOthersDependOn_IsReportedFirst(string edited, string? json, string path, string words)
    {
        var errors = new SmallCity().With(edited, json).Parse().Errors;

        Assert.Equal(path, errors[0].Path);
        Assert.Contains(words, errors[0].Message, StringComparison.Ordinal);
        Assert.True(errors.Length > 1);
    }

    [Theory]
    [InlineData("\"2h\"", 7200)]
    [InlineData("\"1h30m\"", 5400)]
    [InlineData("\"90s\"", 90)]
    [InlineData("\"1d\"", 86400)]
    [InlineData("\"PT1H30M\"", 5400)]
    [InlineData("\"PT45S\"", 45)]
    [InlineData("\"P1D\"", 86400)]
    public void Parse_Interval_IsReadInEitherNotation(string json, int seconds)
    {
        var registry = new SmallCity().With("vehicles/0/interval", json).Parse().Registry!;

        Assert.Equal(TimeSpan.FromSeconds(seconds), registry.Vehicles[new("truck-1")].Interval);
    }

    [Theory]
    [InlineData("\"P\"")]
    [InlineData("\"PT\"")]
    [InlineData("\"P1DT\"")]
    [InlineData("\"\"")]
    [InlineData("\"5\"")]
    [InlineData("\"-5m\"")]
    [InlineData("\"5m \"")]
    [InlineData("\"٥m\"")]
    public void Parse_IntervalInNoNotation_IsAnError(string json)
    {
        var error = Assert.Single(new SmallCity().With("vehicles/0/interval", json).Parse().Errors);

        Assert.Equal("vehicles[0].interval", error.Path);
    }

    [Fact]
    public void Parse_InstantInAChangeOfTheClocks_AsksForItsOffset()
    {
        // On 29 March 2009 the clocks of Berlin went from 02:00 to 03:00.
        var sut = new SmallCity().With("city/time_zone", "\"Europe/Berlin\"")
            .With("devices/0/assignments/0/from", "\"2009-03-29T02:30\"");

        Assert.Contains("change of the clocks", Assert.Single(sut.Parse().Errors).Message, StringComparison.Ordinal);
        Assert.True(sut.With("devices/0/assignments/0/from", "\"2009-03-29T02:30+01:00\"").Parse().IsValid);
    }

    private static string RoundOf(string points, string vehicle = "truck-1", string days = "[\"monday\"]") =>
        $"[{{ \"id\": \"r\", \"name\": \"R\", \"vehicle\": \"{vehicle}\", \"from\": \"2009-01-01\", " +
        $"\"days\": {days}, \"points\": [{points}] }}]";
}
