using System.Text;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

public sealed class RegistryFileTests
{
    [Fact]
    public void Parse_GoodFile_GivesEveryPart()
    {
        var result = new SmallCity().Parse();

        Assert.Equal("", string.Join('\n', result.Errors));
        var city = result.Registry!;
        Assert.Equal(new LocalizedName("Testholm", "测试市"), city.City.Name);
        Assert.Equal(new LocalizedName("North", "North"), city.Districts[new("north")].Name);
        var meter = city.Plants[new("sewage-1")].Meters[new("influent")];
        Assert.Equal(
            new Meter(new("sewage-1"), new("influent"), new("In", "In"), MeterRole.Influent, 2000, 10_000_000, 0.1,
                TimeSpan.FromMinutes(5), Treated: false, AllowMissingTime: false),
            meter);
        Assert.Equal(TimeSpan.FromMinutes(5), city.Plants[new("sewage-1")].Meters[new("effluent")].Interval);
        Assert.Equal(1, city.Plants[new("sewage-1")].Meters[new("effluent")].ResolutionM3);
        Assert.True(city.Plants[new("sewage-1")].Meters[new("bypass")].AllowMissingTime);
        Assert.Equal(new QualityLimit("ph", 6, 9), city.Plants[new("sewage-1")].QualityPoints[new("outlet")].Limits[1]);
        Assert.Equal(new FacilityId("depot"), city.Vehicles[new("truck-1")].Depot);
        Assert.Equal(new PlantId("fecal-1"), city.Facilities[new("gate")].Plant);
        Assert.Equal(0.04, city.Facilities[new("gate")].Area!.Area, 1e-9);
        Assert.Equal(12, Assert.Single(city.Yardsticks).MonthsAfterStart);
    }

    [Fact]
    public void Parse_InstantWithoutOffset_IsLocalToTheCity()
    {
        var device = new SmallCity().Parse().Registry!.Devices[new("imei-1")];

        Assert.Equal(new DateTimeOffset(2009, 6, 15, 6, 0, 0, TimeSpan.Zero), device.Assignments[0].Until);
        Assert.Equal(new DateTimeOffset(2009, 6, 30, 16, 0, 0, TimeSpan.Zero), device.Assignments[1].From);
    }

    [Fact]
    public void Parse_CommentsTrailingCommasAndByteOrderMark_AreAllowed()
    {
        var json = new SmallCity().Json.Replace("\"plants\":[", "/* treat */ \"plants\":[", StringComparison.Ordinal);
        json = $"// a city\n{json[..^1]},}}";

        var result = RegistryFile.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]);

        Assert.True(result.IsValid);
    }

    [Fact]
    public void Parse_SyntaxError_GivesLineAndColumn()
    {
        var result = RegistryFile.Parse("{\n  \"city\": {\n    \"name\" \"X\"\n  }\n}"u8);

        var error = Assert.Single(result.Errors);
        Assert.Equal("line 3, column 12", error.Path);
        Assert.StartsWith("not JSON: ", error.Message, StringComparison.Ordinal);
        Assert.Null(result.Registry);
    }

    [Fact]
    public void Parse_FileInAnotherEncoding_SaysSoAndWhere()
    {
        // 舟山 in GBK.
        var result = RegistryFile.Parse([.. "{\n  \"city\": \""u8, 0xD6, 0xDB, 0xC9, 0xBD, .. "\" }"u8]);

        var error = Assert.Single(result.Errors);
        Assert.Equal("line 2, column 12", error.Path);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_HalfACharacter_IsAnErrorAtItsPath()
    {
        var json = new SmallCity().Json.Replace("\"L 1001\"", "\"L \\ud83d\"", StringComparison.Ordinal);

        var error = Assert.Single(RegistryFile.Parse(Encoding.UTF8.GetBytes(json)).Errors);

        Assert.Equal("vehicles[0].plate", error.Path);
    }

    [Fact]
    public void Parse_ManyFaults_GivesAllAtOnce()
    {
        var result = new SmallCity()
            .With("city/time_zone", "\"Mars/Olympus\"")
            .With("plants/0/meters/1/role", "\"efluent\"")
            .With("vehicles/1/district", "\"soth\"")
            .With("indicators/0/targets/1/rate", "65")
            .With("extra", "1")
            .Parse();

        Assert.Equal(
            [
                "city.time_zone", "plants[0].meters[1].role", "vehicles[1].district", "indicators[0].targets[1].rate",
                "extra",
            ],
            result.Errors.Select(e => e.Path));
    }

    [Fact]
    public void Parse_ThingWithAFault_IsStillKnownToThoseThatReferToIt()
    {
        var result = new SmallCity().With("plants/1/kind", "\"faecal\"").With("districts/0/name", "5").Parse();

        Assert.Equal(["districts[0].name", "plants[1].kind"], result.Errors.Select(e => e.Path));
    }

    [Fact]
    public void Parse_KeyTwiceInAnObject_IsAnError()
    {
        var json = new SmallCity().Json
            .Replace("\"plate\":\"L 1001\"", "\"plate\":\"A\",\"plate\":\"B\"", StringComparison.Ordinal);

        var error = Assert.Single(RegistryFile.Parse(Encoding.UTF8.GetBytes(json)).Errors);

        Assert.Equal("vehicles[0].plate", error.Path);
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("null")]
    public void Parse_FileThatIsNoObject_IsAnError(string json)
    {
        Assert.Contains("object", Assert.Single(RegistryFile.Parse(Encoding.UTF8.GetBytes(json)).Errors).Message);
    }

    [Fact]
    public void Parse_EmptyObject_NamesWhatIsMissing()
    {
        Assert.Equal(["city", "districts", "plants"], RegistryFile.Parse("{}"u8).Errors.Select(e => e.Path));
    }

    [Fact]
    public void Parse_PlaceSwappedWithinTheGlobe_IsFoundByItsNeighbours()
    {
        // Four places near Hamburg, 53.5 N 10.0 E; both numbers of the last would pass as either.
        var sut = new SmallCity()
            .With("plants/0/location", """{ "lat": 53.55, "lon": 10.0 }""")
            .With("facilities/0/location", """{ "lat": 53.5, "lon": 9.9 }""")
            .With("facilities/1/location", """{ "lat": 53.6, "lon": 10.1 }""")
            .With("collection_points/0/location", """{ "lat": 10.05, "lon": 53.5 }""");

        var error = Assert.Single(sut.Parse().Errors);

        Assert.Equal("collection_points[0].location", error.Path);
        Assert.Contains("look swapped", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PlaceFarAwayEitherWay_IsTheCitysOwnBusiness()
    {
        Assert.True(new SmallCity().With("facilities/0/location", """{ "lat": -33, "lon": 151 }""").Parse().IsValid);
    }

    [Fact]
    public void VersionOf_KnownContent_IsTheHeadOfItsSha256()
    {
        // SHA-256 of "abc" (FIPS 180-2, B.1) begins ba7816bf 8f01.
        Assert.Equal("ba7816bf8f01", RegistryFile.VersionOf("abc"u8));
    }

    [Fact]
    public void Parse_SeveralTreatedMetersAtOneEnd_AddUp()
    {
        const string second =
            """{ "id": "out-b", "name": "Out B", "role": "effluent", "interval": "5m", "treated": true }""";

        var result = new SmallCity().With("plants/0/meters/3", second).Parse();

        Assert.Equal(2, result.Registry!.Plants[new("sewage-1")].Meters.Values.Count(m => m.Treated));
    }

    [Fact]
    public void Parse_TwoDeclaredDenominatorsWithIdsOfTheirOwn_StandSideBySide()
    {
        const string second =
            """{ "id": "declared-2", "basis": "declared", "from": "2009-01-01", "value_m3d": 45000, "source": "X" }""";

        var result = new SmallCity().With("indicators/0/denominators/3", second).Parse();

        string[] ids = [.. result.Registry!.Indicators[0].DenominatorsAt(new(2009, 1, 1)).Select(d => d.Id)];
        Assert.Equal(["declared", "estimated", "declared-2"], ids);
    }
}
