using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.DeadLetters;

/// <summary>
/// One fact, one line of JSON, whose last member is the CRC-32C of what stands before it. So a torn or damaged line is
/// known as such, and any JSON tool can still read the file.
/// </summary>
internal static class LetterLine
{
    private const int PreviewBytes = 256;

    // ,"crc":"0123abcd"} and the line's end
    private const int SealSize = 19;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Letter(IBufferWriter<byte> to, string id, DeadLetter letter, int keep)
    {
        var raw = letter.Raw.Span;
        using var line = new SealedLine(to);
        line.Json.WriteString("id", id);
        line.Json.WriteString("at", letter.At.ToUniversalTime());
        line.Json.WriteString("reason", letter.Reason.Name());
        line.Json.WriteString("topic", letter.Topic);
        line.Json.WriteString("detail", letter.Detail);
        line.Json.WriteNumber("qos", letter.QualityOfService);
        line.Json.WriteBoolean("retained", letter.Retained);
        if (letter.Joint is { } joint)
        {
            line.Json.WriteNumber("objects", joint.Count);
            // They are of use beside all of the bytes only.
            if (keep >= raw.Length) line.Json.WriteString("numbers", joint.ToString());
        }
        line.Json.WriteNumber("length", raw.Length);
        line.Json.WriteString("text", Encoding.UTF8.GetString(raw[..Math.Min(PreviewBytes, raw.Length)]));
        line.Json.WriteBase64String("raw", raw[..Math.Min(keep, raw.Length)]);
    }

    /// <summary>The first line of a file: how many letters of each reason the files before it hold or held.</summary>
    public static void Head(IBufferWriter<byte> to, DateTimeOffset at, ReadOnlySpan<long> counts)
    {
        using var line = new SealedLine(to);
        line.Json.WriteString("begun", at.ToUniversalTime());
        line.Json.WriteStartObject("before");
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0) line.Json.WriteNumber(((RejectReason)i).Name(), counts[i]);
        }
        line.Json.WriteEndObject();
    }

    public static void Replayed(IBufferWriter<byte> to, string id, DateTimeOffset at)
    {
        using var line = new SealedLine(to);
        line.Json.WriteString("id", id);
        line.Json.WriteString("replayed", at.ToUniversalTime());
    }

    /// <summary>Null where the line (without its end) is not intact.</summary>
    public static JsonDocument? Open(ReadOnlyMemory<byte> line)
    {
        var head = line.Length - (SealSize - 1);
        if (head < 1) return null;
        var seal = line.Span[head..];
        if (!seal.StartsWith(",\"crc\":\""u8)
            || !Utf8Parser.TryParse(seal.Slice(8, 8), out uint crc, out var used, 'x') || used != 8
            || crc != Crc32C.Of(line.Span[..head])) return null;
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static bool TryLetter(JsonElement line, out StoredDeadLetter letter)
    {
        letter = null!;
        if (!line.TryGetProperty("raw", out var raw)
            || !TryReason(line, out var reason)
            || line.GetProperty("id").GetString() is not { } id) return false;
        letter = new StoredDeadLetter(
            id, line.GetProperty("at").GetDateTimeOffset(), line.GetProperty("topic").GetString()!, reason,
            line.GetProperty("detail").GetString()!, raw.GetBytesFromBase64(), line.GetProperty("length").GetInt32(),
            line.GetProperty("qos").GetInt32(), line.GetProperty("retained").GetBoolean(), null, Objects(line),
            line.TryGetProperty("numbers", out var numbers) ? ObjectNumbers.Parse(numbers.GetString()!) : null);
        return true;
    }

    /// <summary>How many objects a letter counts as.</summary>
    public static int Objects(JsonElement line) => line.TryGetProperty("objects", out var count) ? count.GetInt32() : 1;

    public static bool TryReason(JsonElement line, out RejectReason reason)
    {
        reason = default;
        return line.TryGetProperty("reason", out var name) && RejectReasons.TryParse(name.GetString()!, out reason);
    }

    public static bool TryHead(JsonElement line, Span<long> counts)
    {
        if (!line.TryGetProperty("before", out var before)) return false;
        foreach (var count in before.EnumerateObject())
        {
            if (RejectReasons.TryParse(count.Name, out var reason)) counts[(int)reason] += count.Value.GetInt64();
        }
        return true;
    }

    private readonly ref struct SealedLine
    {
        private readonly IBufferWriter<byte> _to;
        private readonly ArrayBufferWriter<byte> _draft = new(1024);

        public SealedLine(IBufferWriter<byte> to)
        {
            _to = to;
            Json = new Utf8JsonWriter(_draft, Readable);
            Json.WriteStartObject();
        }

        public Utf8JsonWriter Json { get; }

        public void Dispose()
        {
            Json.Flush();
            var crc = Crc32C.Of(_draft.WrittenSpan);
            _to.Write(_draft.WrittenSpan);
            _to.Write(
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"crc\":\"{crc:x8}\"}}\n")));
        }
    }
}
