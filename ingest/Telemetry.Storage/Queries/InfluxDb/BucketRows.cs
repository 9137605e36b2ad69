using System.Text.Json;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>Rows of <c>min, mean, max, last, count</c> to buckets.</summary>
/// <param name="starts">Where the bucket of each statement begins; null where the row's time says so.</param>
internal sealed class BucketRows(IReadOnlyList<DateTimeOffset>? starts) : QueryRows
{
    /// <summary>What a statement selects, <c>{0}</c> being the field.</summary>
    public const string Selection =
        "min({0}) AS \"min\", mean({0}) AS \"mean\", max({0}) AS \"max\", last({0}) AS \"last\", count({0}) AS "
        + "\"count\"";

    static readonly string[] Names = ["time", "min", "mean", "max", "last", "count"];

    readonly double[] _values = new double[Names.Length];
    int[] _columns = [];
    int _statement;

    public List<Bucket> Buckets { get; } = [];

    public override void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns)
    {
        _statement = statement;
        _columns = [.. columns.Select(name => Array.IndexOf(Names, name))];
        Array.Clear(_values);
    }

    public override void Value(int column, ref Utf8JsonReader value)
    {
        if (_columns[column] >= 0 && value.TokenType == JsonTokenType.Number)
            _values[_columns[column]] = value.GetDouble();
    }

    public override void EndRow()
    {
        var count = (long)_values[5];
        if (count > 0)
        {
            // Unix ms are exact in a double for 285,000 years.
            var start = starts is null ? DateTimeOffset.FromUnixTimeMilliseconds((long)_values[0]) : starts[_statement];
            Buckets.Add(new Bucket(start, _values[1], _values[2], _values[3], _values[4], count));
        }
        Array.Clear(_values);
    }
}
