using System.Text.Json;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>
/// Reads the keys of one JSON object into a reading. Shapes only: whether the whole is complete, timely and possible
/// is judged after. Filled and emptied for object after object by its one decoder.
/// </summary>
sealed class ObjectReader(ReadingLimits limits, OpenParameters parameters)
{
    static readonly string[] States = ["running", "standby", "stopped", "maintenance", "fault"];
    static readonly string[] Materials = ["sludge", "fecal", "garbage"];
    static readonly byte[][] Utf8States = [.. States.Select(System.Text.Encoding.UTF8.GetBytes)];
    static readonly byte[][] Utf8Materials = [.. Materials.Select(System.Text.Encoding.UTF8.GetBytes)];

    const string QualityLetters = "NFMSDCTB";

    public Reading Reading { get; } = new();

    /// <summary>The first thing wrong; null while nothing is.</summary>
    public Fault? Fault { get; private set; }

    public bool HasTime { get; private set; }

    /// <summary>The value of a tag in the payload (unit, scale); <c>-</c> where there was none.</summary>
    public string Tag { get; private set; } = "-";

    public string? Material { get; private set; }

    /// <summary>Keys passed over since it was last asked to forget them.</summary>
    public int IgnoredKeys { get; set; }

    /// <summary>From an object's opening brace to its closing one.</summary>
    /// <param name="reader">At the opening brace; left at the closing one.</param>
    /// <param name="kind">Decides which keys there are.</param>
    /// <param name="meanwhile">Taken a step further with each key; null where the subject is known.</param>
    public void Read(ref Utf8JsonReader reader, TopicKind kind, SubjectResolver? meanwhile = null)
    {
        Clear();
        var keys = NativeKeys.Of(kind);
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Bytes(ref reader);
            var key = keys.Find(name, ref next);
            reader.Read();
            if (key is not null)
            {
                ReadKey(ref reader, key);
            }
            else if (kind is TopicKind.Quality)
            {
                var fault = parameters.Read(ref reader, name, Reading, out var ignored);
                Fault ??= fault;
                if (ignored) IgnoredKeys++;
            }
            else
            {
                reader.Skip();
                IgnoredKeys++;
            }
            meanwhile?.Step();
        }
    }

    void Clear()
    {
        Reading.Clear();
        Fault = null;
        HasTime = false;
        Tag = "-";
        Material = null;
    }

    void ReadKey(ref Utf8JsonReader reader, NativeKey key)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            ReadNull(key);
            return;
        }
        var fault = key.Role switch
        {
            KeyRole.Time => ReadTime(ref reader),
            KeyRole.Number => ReadNumber(ref reader, key),
            KeyRole.Truth => ReadTruth(ref reader, key),
            KeyRole.QualityLetter => ReadQualityLetter(ref reader),
            KeyRole.Text => ReadText(ref reader, key),
            KeyRole.State => ReadState(ref reader),
            KeyRole.Material => ReadMaterial(ref reader),
            _ => ReadTag(ref reader, key),
        };
        Fault ??= fault;
        // An object or an array where a value should be was only opened.
        if (fault is not null) reader.Skip();
    }

    // Null says that there is no value, which is what leaving the key out says.
    void ReadNull(NativeKey key)
    {
        if (key.Field is not null) Reading.Remove(key.Field);
        else if (key.Role is KeyRole.Time) HasTime = false;
        else if (key.Role is KeyRole.QualityLetter) Reading.Quality = 'N';
        else if (key.Role is KeyRole.Material) Material = null;
        else Tag = "-";
    }

    Fault? ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number))
                return Fault.Schema("ts", JsonText.Shown(ref reader), "an integer, or " + DeviceTime.Allowed);
            Reading.TimeMs = DeviceTime.FromUnix(number);
            HasTime = true;
            return null;
        }
        if (reader.TokenType is not JsonTokenType.String)
            return Fault.Schema("ts", JsonText.Shown(ref reader), DeviceTime.Allowed);

        var text = JsonText.Bytes(ref reader);
        if (DeviceTime.ParseRfc3339(text, out var unixMs) is { } wrong)
        {
            return text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                ? Fault.Schema($"'ts' is {JsonText.Shown(ref reader)} and {wrong}; allowed is {DeviceTime.Allowed}")
                : Fault.Schema("ts", JsonText.Shown(ref reader), "Unix time as a number, without quotes");
        }
        Reading.TimeMs = unixMs;
        HasTime = true;
        return null;
    }

    Fault? ReadNumber(ref Utf8JsonReader reader, NativeKey key)
    {
        if (reader.TokenType is not JsonTokenType.Number) return OpenParameters.NotANumber(ref reader, key.Name);
        Reading.Set(key.Field!, NumberText.Parse(reader.ValueSpan));
        return null;
    }

    Fault? ReadTruth(ref Utf8JsonReader reader, NativeKey key)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return Fault.Schema(key.Name, JsonText.Shown(ref reader), "true or false, without quotes");
        Reading.Set(key.Field!, reader.TokenType is JsonTokenType.True ? 1 : 0);
        return null;
    }

    Fault? ReadQualityLetter(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String && JsonText.Bytes(ref reader) is [var letter]
            && QualityLetters.Contains((char)letter, StringComparison.Ordinal))
        {
            Reading.Quality = (char)letter;
            return null;
        }
        return Fault.Schema(
            "q", JsonText.Shown(ref reader), "one of \"N\", \"F\", \"M\", \"S\", \"D\", \"C\", \"T\", \"B\"");
    }

    Fault? ReadText(ref Utf8JsonReader reader, NativeKey key)
    {
        if (reader.TokenType is not JsonTokenType.String)
            return Fault.Schema(key.Name, JsonText.Shown(ref reader), "a string");
        if (!JsonText.TryGet(ref reader, out var text))
            return Fault.Schema(
                key.Name, JsonText.Shown(ref reader), "text: an escape in it is half of a surrogate pair");
        if (text.Length > limits.MaxTextLength)
            return Fault.Schema(key.Name, $"{text.Length} characters long", $"{limits.MaxTextLength} characters");
        if (JsonText.HasControl(text))
        {
            text = JsonText.WithoutControls(text);
            Reading.Flags |= ReadingFlags.TextCleaned;
        }
        Reading.Set(key.Field!, 0, text);
        return null;
    }

    Fault? ReadState(ref Utf8JsonReader reader)
    {
        var at = IndexIn(Utf8States, ref reader);
        if (at < 0) return Fault.Schema("state", JsonText.Shown(ref reader), "one of " + string.Join(", ", States));
        Reading.Set(Measurements.State, 0, States[at]);
        return null;
    }

    Fault? ReadMaterial(ref Utf8JsonReader reader)
    {
        var at = IndexIn(Utf8Materials, ref reader);
        if (at < 0)
            return Fault.Schema("material", JsonText.Shown(ref reader), "one of " + string.Join(", ", Materials));
        Material = Materials[at];
        return null;
    }

    Fault? ReadTag(ref Utf8JsonReader reader, NativeKey key)
    {
        if (reader.TokenType is not JsonTokenType.String || !JsonText.TryGet(ref reader, out var text)
            || !Identifier.IsValid(text))
        {
            return Fault.Schema(
                key.Name, JsonText.Shown(ref reader),
                $"an identifier: letters, digits, '.', '_', '-', 1 to {Identifier.MaxLength} characters");
        }
        Tag = text;
        return null;
    }

    static int IndexIn(byte[][] allowed, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String) return -1;
        var text = JsonText.Bytes(ref reader);
        for (var i = 0; i < allowed.Length; i++)
        {
            if (text.SequenceEqual(allowed[i])) return i;
        }
        return -1;
    }
}
