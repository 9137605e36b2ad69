using System.Text.Json;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>Rows of <c>changes</c>, tags as columns.</summary>
internal sealed class ChangeRows : SpanRows
{
    public const string Selection = "\"first_ms\", \"last_ms\", \"asset\", \"host\", \"kind\"";

    private static readonly string[] Names = ["first_ms", "last_ms", "asset", "host", "kind"];

    // One text each for what comes with every batch.
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly long?[] _bounds = new long?[2];
    private readonly string[] _tags = ["", "", ""];

    public List<Change> Changes { get; } = [];

    /// <summary>Rows that came, and the stamp of the newest.</summary>
    public int Count { get; private set; }

    public DateTimeOffset Last { get; private set; }

    protected override string[] Columns => Names;

    protected override void Take(int place, ref Utf8JsonReader value)
    {
        if (place < 2)
        {
            if (value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var ms)) _bounds[place] = ms;
        }
        else if (value.TokenType == JsonTokenType.String)
        {
            var text = value.GetString()!;
            if (!_texts.TryGetValue(text, out var known)) _texts.Add(text, known = text);
            _tags[place - 2] = known;
        }
    }

    protected override void Row(long timeMs)
    {
        Count++;
        Last = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
        if (_bounds is [{ } first, { } last]) Changes.Add(new Change(Last, _tags[2], _tags[0], _tags[1], first, last));
    }

    protected override void Clear()
    {
        Array.Clear(_bounds);
        Array.Fill(_tags, "");
    }
}
