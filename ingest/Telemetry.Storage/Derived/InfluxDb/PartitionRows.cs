using System.Text.Json;
using Telemetry.Domain.Volumes;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>Flow readings of several spans: the columns that a volume is made of, and no others.</summary>
internal sealed class SampleRows(int spans) : SpanRows
{
    public const string Selection = "\"flow_m3h\", \"total_m3\", \"q\"";

    private static readonly string[] Names = ["flow_m3h", "total_m3", "q"];
    private double? _flow;
    private double? _total;
    private char? _letter;

    public List<FlowSample>[] Samples { get; } = Lists<FlowSample>(spans);

    protected override string[] Columns => Names;

    protected override void Take(int place, ref Utf8JsonReader value)
    {
        if (place == 0) _flow = Number(ref value);
        else if (place == 1) _total = Number(ref value);
        else if (value.TokenType == JsonTokenType.String && value.GetString() is [var letter, ..]) _letter = letter;
    }

    protected override void Row(long timeMs)
    {
        // Absent means normal.
        if (_flow is not null || _total is not null || _letter is not null)
            Samples[Statement].Add(new FlowSample(timeMs, _flow, _total, _letter ?? 'N'));
    }

    protected override void Clear() => (_flow, _total, _letter) = (null, null, null);
}

/// <summary>Declared resets of several spans.</summary>
internal sealed class EventRows(int spans) : SpanRows
{
    public const string Selection = "\"last_m3\", \"first_m3\"";

    private static readonly string[] Names = ["last_m3", "first_m3"];
    private double? _last;
    private double? _first;

    public List<TotaliserEvent>[] Events { get; } = Lists<TotaliserEvent>(spans);

    protected override string[] Columns => Names;

    protected override void Take(int place, ref Utf8JsonReader value)
    {
        if (place == 0) _last = Number(ref value);
        else _first = Number(ref value);
    }

    protected override void Row(long timeMs)
    {
        if (_last is { } last && _first is { } first)
            Events[Statement].Add(new TotaliserEvent(timeMs, last, first));
    }

    protected override void Clear() => (_last, _first) = (null, null);
}
