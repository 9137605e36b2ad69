using System.Text;
using System.Text.Json;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Registry.Editing;

/// <summary>
/// The registry's file with one place put, changed or taken out, and what stood there before and after.
/// </summary>
/// <param name="File">The new content; not yet read as a registry.</param>
/// <param name="Before">The place before, one line of JSON; null where it is new.</param>
/// <param name="After">As it is now; null where it is gone.</param>
public sealed record PlaceEdit(ReadOnlyMemory<byte> File, string? Before, string? After)
{
    private static readonly string[] Order =
        ["id", "kind", "name", "en", "zh", "district", "plant", "location", "lat", "lon", "radius_m", "area", "type"];

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The place stands in the file, but for the form in which it is written.</summary>
    public bool ChangesNothing => Before is not null && Before == After;

    /// <summary>
    /// Puts a place, in place of the one that has the name. Null where <paramref name="at"/> and the draft belong to
    /// different parts of the registry: a bin becomes no district.
    /// </summary>
    /// <param name="file">A good registry.</param>
    /// <param name="at">The place to change, by the kind that it has so far; the draft's own key for a new one.</param>
    /// <param name="draft">As it is to be.</param>
    public static PlaceEdit? Put(ReadOnlyMemory<byte> file, PlaceKey at, PlaceDraft draft)
    {
        var list = PlaceDraft.ListOf(at.Kind);
        if (list != PlaceDraft.ListOf(draft.Key.Kind)) return null;
        var text = new RegistryText(file);
        if (text.Find(list, at.Id) is not { } there)
        {
            var added = text.Add(list, indent => PlaceText.Write(draft, indent));
            return new PlaceEdit(added, null, Plain(PlaceText.Write(draft, "")));
        }
        var entry = PlaceText.Write(draft, text.IndentOf(there));
        return new PlaceEdit(text.Replace(there, entry), Plain(text[there]), Plain(entry));
    }

    /// <summary>Takes a place out; null where there is none of that name in its part of the registry.</summary>
    public static PlaceEdit? Remove(ReadOnlyMemory<byte> file, PlaceKey at)
    {
        var text = new RegistryText(file);
        return text.Find(PlaceDraft.ListOf(at.Kind), at.Id) is { } there
            ? new PlaceEdit(text.Remove(there), Plain(text[there]), null)
            : null;
    }

    /// <summary>One line, keys and numbers in one form, so that equal places are equal texts.</summary>
    private static string Plain(string entry)
    {
        using var document = JsonDocument.Parse(entry, Lenient);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = PlaceText.Readable }))
            Write(document.RootElement, writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(one => Rank(one.Name)))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(value.GetDouble());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static int Rank(string key) => Array.IndexOf(Order, key) is >= 0 and var rank ? rank : Order.Length;
}
