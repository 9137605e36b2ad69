namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>Some lines of a <see cref="LineIndex"/>, in their order: a run of them, or picked ones.</summary>
internal readonly struct LineSet
{
    readonly int[]? _picked;
    readonly int _first;

    LineSet(int[]? picked, int first, int count)
    {
        _picked = picked;
        _first = first;
        Count = count;
    }

    public int Count { get; }

    public int this[int position] => _picked is null ? _first + position : _picked[_first + position];

    public static LineSet Run(int first, int count) => new(null, first, count);

    public static LineSet Picked(int[] lines) => new(lines, 0, lines.Length);

    public LineSet Part(int from, int count) => new(_picked, _first + from, count);

    /// <summary>Bytes of line protocol in it.</summary>
    public long Bytes(LineIndex index)
    {
        var bytes = 0L;
        for (var i = 0; i < Count; i++) bytes += index.Length(this[i]);
        return bytes;
    }

    /// <summary>Its bytes, neighbours together.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Runs(LineIndex index)
    {
        for (var i = 0; i < Count;)
        {
            var first = this[i];
            var last = first;
            while (++i < Count && this[i] == last + 1) last++;
            yield return index.Run(first, last);
        }
    }
}
