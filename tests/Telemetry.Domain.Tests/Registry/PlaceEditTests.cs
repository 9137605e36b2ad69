using System.Text;
using System.Text.Json;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Domain.Tests.Registry;

public sealed class PlaceEditTests
{
    private const string File = """
        // A city.
        {
          "city": { "name": "Testholm", "time_zone": "Asia/Shanghai" },
          "districts": [{ "id": "north", "name": "North", "responsible_unit": "North works" }],
          "plants": [], // none yet
          "collection_points": [
            // The first of all.
            {
              "id": "bin-1", "kind": "bin", "district": "north", "name": "Bin 1",
              "location": { "lat": 30.010, "lon": 122.0 }, // by the gate
            },
            { "id": "bin-2", "kind": "bin", "district": "north", "name": "2", "location": { "lat": 30, "lon": 122 } },
          ],
          "geofences": [],
        }

        """;

    private static readonly PlaceKey Bin1 = new(PlaceKind.CollectionPoint, "bin-1");

    [Fact]
    public void Put_of_a_new_place_adds_it_and_leaves_every_other_byte()
    {
        var edit = PlaceEdit.Put(Bytes(File), Bin("bin-3").Key, Bin("bin-3"))!;

        const string added = """
            ,
                {
                  "id": "bin-3", "kind": "bin", "district": "north",
                  "name": { "en": "Bin", "zh": "垃圾桶" },
                  "location": { "lat": 30.02, "lon": 122.03 }, "radius_m": 25
                }
            """;
        var text = Text(edit);
        var at = text.IndexOf(added, StringComparison.Ordinal);
        Assert.Equal(File, text.Remove(at, added.Length));
        Assert.Null(edit.Before);
        Assert.Contains("垃圾桶", edit.After, StringComparison.Ordinal);
        var point = Read(edit).CollectionPoints[^1];
        Assert.Equal(("bin-3", "垃圾桶", 25.0), (point.Id, point.Name.Zh, point.RadiusM));
    }

    [Fact]
    public void Put_of_a_place_that_is_there_replaces_it_where_it_stands()
    {
        var edit = PlaceEdit.Put(Bytes(File), Bin1, Bin("bin-1"))!;

        var text = Text(edit);
        Assert.Contains("// The first of all.\n    {\n      \"id\": \"bin-1\"", text, StringComparison.Ordinal);
        var rest = File[File.IndexOf(", // by the gate", StringComparison.Ordinal)..];
        rest = rest[rest.IndexOf(",\n    { \"id\"", StringComparison.Ordinal)..];
        Assert.EndsWith(rest, text, StringComparison.Ordinal);
        Assert.Equal(
            """{"id":"bin-1","kind":"bin","name":"Bin 1","district":"north","location":{"lat":30.01,"lon":122}}""",
            edit.Before);
        Assert.Equal(["bin-1", "bin-2"], Read(edit).CollectionPoints.Select(point => point.Id));
    }

    [Fact]
    public void Put_of_what_stands_there_changes_nothing()
    {
        var same = Bin("bin-1") with
        {
            Name = new LocalizedName("Bin 1", "Bin 1"), RadiusM = null, At = new GeoPoint(30.01, 122),
        };

        Assert.True(PlaceEdit.Put(Bytes(File), Bin1, same)!.ChangesNothing);
        Assert.False(PlaceEdit.Put(Bytes(File), Bin1, Bin("bin-1"))!.ChangesNothing);
    }

    [Fact]
    public void Put_may_give_another_name_and_kind_but_no_other_part_of_the_registry()
    {
        var renamed = PlaceEdit.Put(
            Bytes(File), Bin1, Bin("toilet-1") with { Point = CollectionPointKind.PublicToilet })!;

        var point = Read(renamed).CollectionPoints[0];
        Assert.Equal(("toilet-1", CollectionPointKind.PublicToilet), (point.Id, point.Kind));
        Assert.Null(PlaceEdit.Put(Bytes(File), Bin1, Fence("bin-1")));
    }

    [Theory]
    [InlineData("\"geofences\": [],", "an empty list")]
    [InlineData("", "no list")]
    [InlineData("\"geofences\": [ // none\n  ]", "a list with a comment alone")]
    public void Put_into_a_list_without_entries_makes_the_first(string list, string why)
    {
        var file = File.Replace("\"geofences\": [],", list, StringComparison.Ordinal);

        var edit = PlaceEdit.Put(Bytes(file), Fence("lake").Key, Fence("lake"))!;

        var fence = Assert.Single(Read(edit).Geofences);
        Assert.True(fence.Id == "lake" && fence.Area.Area > 0, why);
    }

    [Fact]
    public void An_area_is_written_a_few_positions_to_a_line()
    {
        var edit = PlaceEdit.Put(Bytes(File), Fence("lake").Key, Fence("lake"))!;

        Assert.Contains(
            """
                  "area": {
                    "type": "Polygon",
                    "coordinates": [
                      [
                        [122, 30], [122.1, 30], [122.1, 30.1], [122.05, 30.15], [122, 30.1],
                        [122, 30]
                      ]
                    ]
                  }
            """, Text(edit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bin-1")]
    [InlineData("bin-2")]
    public void Remove_takes_the_place_out_with_its_lines(string id)
    {
        var edit = PlaceEdit.Remove(Bytes(File), new PlaceKey(PlaceKind.CollectionPoint, id))!;

        Assert.DoesNotContain(id, Text(edit), StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n          \"geofences\"", Text(edit), StringComparison.Ordinal);
        Assert.Single(Read(edit).CollectionPoints);
        Assert.Null(edit.After);
    }

    [Fact]
    public void Remove_of_the_last_in_its_line_leaves_a_good_file()
    {
        const string file = """
            { "city": { "name": "X", "time_zone": "UTC" },
              "districts": [{ "id": "n", "name": "N", "responsible_unit": "U" }], "plants": [],
              "geofences": [{ "id": "a", "kind": "forbidden", "name": "A", "area": {
                "type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]] } }] }
            """;

        Assert.Empty(Read(PlaceEdit.Remove(Bytes(file), new PlaceKey(PlaceKind.Forbidden, "a"))!).Geofences);
    }

    [Fact]
    public void Remove_of_what_is_not_there_is_nothing() =>
        Assert.Null(PlaceEdit.Remove(Bytes(File), new PlaceKey(PlaceKind.CollectionPoint, "bin-9")));

    [Fact]
    public void A_byte_order_mark_stays_in_front()
    {
        byte[] file = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(File)];

        var edit = PlaceEdit.Put(file, Bin("bin-3").Key, Bin("bin-3"))!;

        Assert.Equal(file[..40], edit.File[..40].ToArray());
        Assert.Equal(3, Read(edit).CollectionPoints.Length);
    }

    private static PlaceDraft Bin(string id) => new(
        new PlaceKey(PlaceKind.CollectionPoint, id), new LocalizedName("Bin", "垃圾桶"), "north", null,
        CollectionPointKind.Bin, null, 25, new GeoPoint(30.02, 122.03), null);

    private static PlaceDraft Fence(string id) => new(
        new PlaceKey(PlaceKind.Forbidden, id), new LocalizedName("Lake", "湖"), null, null, null, null, null, null,
        JsonDocument.Parse(
            """
            {"type":"Polygon","coordinates":[[[122,30],[122.1,30],[122.1,30.1],[122.05,30.15],[122,30.1],[122,30]]]}
            """).RootElement);

    private static CityRegistry Read(PlaceEdit edit)
    {
        var result = RegistryFile.Parse(edit.File);
        Assert.Empty(result.Errors);
        return result.Registry!;
    }

    private static string Text(PlaceEdit edit) => Encoding.UTF8.GetString(edit.File.Span);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
