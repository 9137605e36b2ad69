using System.Text.Json;
using Telemetry.Domain.Fleet;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>Positions of several spans: the columns that a track is made of, and no others.</summary>
internal sealed class PingRows(int spans) : SpanRows
{
    public const string Selection =
        "\"lat\", \"lon\", \"speed_kmh\", \"accuracy_m\", \"ignition\", \"working\", \"load_kg\"";

    private static readonly string[] Names =
        ["lat", "lon", "speed_kmh", "accuracy_m", "ignition", "working", "load_kg"];

    private readonly double?[] _numbers = new double?[Names.Length];
    private readonly bool?[] _truths = new bool?[Names.Length];

    public List<Ping>[] Pings { get; } = Lists<Ping>(spans);

    protected override string[] Columns => Names;

    protected override void Take(int place, ref Utf8JsonReader value)
    {
        if (value.TokenType is JsonTokenType.True or JsonTokenType.False) _truths[place] = value.GetBoolean();
        else _numbers[place] = Number(ref value);
    }

    protected override void Row(long timeMs)
    {
        if (_numbers[0] is { } lat && _numbers[1] is { } lon)
        {
            Pings[Statement].Add(new Ping(
                timeMs, lat, lon, _numbers[2], _numbers[3], _truths[4], _truths[5], _numbers[6]));
        }
    }

    protected override void Clear()
    {
        Array.Clear(_numbers);
        Array.Clear(_truths);
    }
}
