using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Registry.Editing;

/// <summary>A place as the registry's file has it, in the form in which the shipped file is written.</summary>
internal static class PlaceText
{
    private const int PositionsInALine = 5;

    // A ten-millionth of a degree is a centimetre.
    private const int Decimals = 7;

    /// <summary>The file is no page: Chinese names stay what people can read.</summary>
    public static readonly JavaScriptEncoder Readable = JavaScriptEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions Texts = new() { Encoder = Readable };

    /// <summary>Without a line feed at the end; the first line carries no indentation.</summary>
    /// <param name="indent">Of the place's braces.</param>
    public static string Write(PlaceDraft place, string indent)
    {
        var inner = indent + "  ";
        var lines = new List<string> { Head(place), $"\"name\": {Name(place.Name)}" };
        if (place.At is { } at)
        {
            var location = $"\"location\": {{ \"lat\": {Degrees(at.Lat)}, \"lon\": {Degrees(at.Lon)} }}";
            if (place.Area is null && place.Key.Kind == PlaceKind.CollectionPoint && place.RadiusM is { } radius)
                location += $", \"radius_m\": {Number(radius)}";
            lines.Add(location);
        }
        if (place.Area is { } area) lines.Add(Area(area, inner));
        return $"{{\n{inner}{string.Join($",\n{inner}", lines)}\n{indent}}}";
    }

    private static string Head(PlaceDraft place)
    {
        var kind = place.Key.Kind switch
        {
            PlaceKind.Depot => WireNames.Of(FacilityKind.Depot),
            PlaceKind.Facility => place.Facility is { } facility ? WireNames.Of(facility) : "",
            PlaceKind.CollectionPoint => place.Point is { } point ? WireNames.Of(point) : "",
            var fence => WireNames.Of(fence),
        };
        var head = $"\"id\": {Text(place.Key.Id)}, \"kind\": {Text(kind)}";
        if (place.District is { } district) head += $", \"district\": {Text(district)}";
        if (place.Plant is { } plant) head += $", \"plant\": {Text(plant)}";
        return head;
    }

    private static string Name(LocalizedName name) => name.En == name.Zh
        ? Text(name.En)
        : $"{{ \"en\": {Text(name.En)}, \"zh\": {Text(name.Zh)} }}";

    private static string Area(JsonElement area, string indent)
    {
        var type = area.TryGetProperty("type", out var said) ? said.GetRawText() : "\"\"";
        var text = new StringBuilder($"\"area\": {{\n{indent}  \"type\": {type},\n{indent}  \"coordinates\": ");
        if (area.TryGetProperty("coordinates", out var coordinates)) Nested(coordinates, indent + "  ", text);
        else text.Append("[]");
        return text.Append($"\n{indent}}}").ToString();
    }

    /// <summary>Lists of lists a line each, positions a few to a line.</summary>
    private static void Nested(JsonElement list, string indent, StringBuilder text)
    {
        if (!IsListOf(list, JsonValueKind.Array))
        {
            Raw(list, text);
            return;
        }
        var inner = indent + "  ";
        var ofPositions = list.EnumerateArray().All(item => IsListOf(item, JsonValueKind.Number));
        text.Append('[');
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (index > 0) text.Append(',');
            if (!ofPositions || index % PositionsInALine == 0) text.Append('\n').Append(inner);
            else text.Append(' ');
            if (ofPositions) Raw(item, text);
            else Nested(item, inner, text);
            index++;
        }
        text.Append('\n').Append(indent).Append(']');
    }

    private static void Raw(JsonElement value, StringBuilder text)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            text.Append('[');
            var first = true;
            foreach (var item in value.EnumerateArray())
            {
                if (!first) text.Append(", ");
                first = false;
                Raw(item, text);
            }
            text.Append(']');
        }
        else
        {
            text.Append(value.ValueKind == JsonValueKind.Number ? Degrees(value.GetDouble()) : value.GetRawText());
        }
    }

    private static bool IsListOf(JsonElement value, JsonValueKind kind) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value.EnumerateArray().All(item => item.ValueKind == kind);

    private static string Degrees(double value) => Number(Math.Round(value, Decimals));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => JsonSerializer.Serialize(text, Texts);
}
