using System.Buffers;
using System.Text.Json;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// Reads <c>{"results":[{"statement_id":0,"series":[{"name","tags","columns","values":[[…]]}]}]}</c> from a stream,
/// token by
/// token: memory is bound by the longest single value, not by the answer. An answer in chunks is several such objects;
/// each part of a result says <c>"partial":true</c> while more of it follows.
/// </summary>
internal sealed class QueryAnswerReader(QueryRows rows, int firstStatement)
{
    enum Place
    {
        Start,
        Answer,
        Statements,
        Statement,
        SeriesList,
        Series,
        Tags,
        Columns,
        Values,
        Row,
        End,
    }

    readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    readonly List<string> _columns = [];
    Place _place = Place.Start;
    string _property = "";
    int _skipping;
    int _statement = -1;
    int _column;
    bool _begun;
    bool _moreFollows;
    int? _expected;

    /// <summary>What the server says went wrong; null where nothing did.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// A result said that more of it follows, and nothing came: the server cut it at its own limit of rows
    /// (<c>max-row-limit</c>, where it answers in one piece), or the answer ended early.
    /// </summary>
    public bool IsPartial { get; private set; }

    /// <summary>Throws <see cref="JsonException"/> where the answer is none or ends in its middle.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true });
            var held = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false);
                held += read;
                var used = Feed(buffer.AsSpan(0, held), isFinal: read == 0, ref state);
                if (read == 0) break;
                held -= used;
                buffer.AsSpan(used, held).CopyTo(buffer);
                if (held == buffer.Length) buffer = Grown(buffer, held);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_place != Place.End) throw new JsonException("the answer ends in its middle");
        IsPartial |= _moreFollows;
    }

    static byte[] Grown(byte[] buffer, int held)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    int Feed(ReadOnlySpan<byte> bytes, bool isFinal, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, state);
        while (reader.Read()) Take(ref reader);
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    void Take(ref Utf8JsonReader reader)
    {
        var token = reader.TokenType;
        if (_skipping > 0)
        {
            if (token is JsonTokenType.StartObject or JsonTokenType.StartArray) _skipping++;
            else if (token is JsonTokenType.EndObject or JsonTokenType.EndArray) _skipping--;
            return;
        }
        switch (token)
        {
            case JsonTokenType.PropertyName:
                _property = reader.GetString()!;
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(token);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Leave();
                break;
            default:
                TakeValue(ref reader);
                break;
        }
    }

    void Enter(JsonTokenType token)
    {
        var next = (_place, token, _property) switch
        {
            (Place.Start or Place.End, JsonTokenType.StartObject, _) => Place.Answer,
            (Place.Answer, JsonTokenType.StartArray, "results") => Place.Statements,
            (Place.Statements, JsonTokenType.StartObject, _) => Place.Statement,
            (Place.Statement, JsonTokenType.StartArray, "series") => Place.SeriesList,
            (Place.SeriesList, JsonTokenType.StartObject, _) => Place.Series,
            (Place.Series, JsonTokenType.StartObject, "tags") => Place.Tags,
            (Place.Series, JsonTokenType.StartArray, "columns") => Place.Columns,
            (Place.Series, JsonTokenType.StartArray, "values") => Place.Values,
            (Place.Values, JsonTokenType.StartArray, _) => Place.Row,
            (Place.Start or Place.End, _, _) => throw new JsonException("an answer is an object"),
            // An object or array within a row, or a property that is of no use here.
            _ => (Place?)null,
        };
        if (next is not { } place)
        {
            _skipping = 1;
            return;
        }
        _place = place;
        if (place == Place.Statement) BeginResult();
        if (place == Place.Series) BeginSeries();
        if (place == Place.Row) BeginRow();
    }

    // The next statement's, unless the one before goes on; an older server gives no numbers, which follow here.
    void BeginResult()
    {
        if (!_moreFollows) _statement++;
        _expected = _moreFollows ? _statement : null;
        _moreFollows = false;
    }

    void TakeStatement(int number)
    {
        if (_expected is { } expected && number != expected) IsPartial = true;
        _statement = number;
    }

    void BeginSeries()
    {
        _tags.Clear();
        _columns.Clear();
        _begun = false;
    }

    void BeginRow()
    {
        _column = 0;
        if (_begun) return;
        rows.BeginSeries(firstStatement + _statement, _tags, _columns);
        _begun = true;
    }

    void Leave()
    {
        switch (_place)
        {
            case Place.Answer:
                _place = Place.End;
                break;
            case Place.Row:
                _place = Place.Values;
                rows.EndRow();
                break;
            case Place.Tags or Place.Columns or Place.Values:
                _place = Place.Series;
                break;
            case Place.Series:
                _place = Place.SeriesList;
                break;
            case Place.SeriesList:
                _place = Place.Statement;
                break;
            case Place.Statement:
                _place = Place.Statements;
                break;
            case Place.Statements:
                _place = Place.Answer;
                break;
        }
    }

    void TakeValue(ref Utf8JsonReader reader)
    {
        switch (_place)
        {
            case Place.Row:
                if (reader.TokenType != JsonTokenType.Null && _column < _columns.Count) rows.Value(_column, ref reader);
                _column++;
                break;
            case Place.Columns when reader.TokenType == JsonTokenType.String:
                _columns.Add(reader.GetString()!);
                break;
            case Place.Tags when reader.TokenType == JsonTokenType.String:
                _tags[_property] = reader.GetString()!;
                break;
            case Place.Answer or Place.Statement when _property == "error" && reader.TokenType == JsonTokenType.String:
                Error ??= reader.GetString();
                break;
            case Place.Statement or Place.Series when _property == "partial" && reader.TokenType == JsonTokenType.True:
                _moreFollows = true;
                break;
            case Place.Statement when _property == "statement_id" && reader.TryGetInt32(out var number):
                TakeStatement(number);
                break;
            case Place.Start or Place.End:
                throw new JsonException("an answer is an object");
        }
    }
}
