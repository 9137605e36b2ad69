using System.Text;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// Sends the lines of a batch and finds those that the store will never take. Every line ends either in a request that
/// was accepted whole or, alone, in one that was refused: "the good points are in" is believed of no answer, and
/// sending them again is harmless. Lines of one series are always sent in their order, so that of two with one identity
/// the later wins.
/// </summary>
/// <remarks>
/// k bad lines among n cost at most 2k(log2(n/k) + 2) + 1 requests by halving. Clues make it cheaper: where the server
/// names the bad lines, 2k + 2; where it drops all of a request, one for all of them.
/// </remarks>
internal sealed class LineIsolation(LineIndex index, Func<LineSet, CancellationToken, ValueTask<Verdict>> post)
{
    readonly Stack<LineSet> _pending = new();
    readonly List<(int Line, string Detail)> _rejected = [];

    /// <param name="chunks">What to send, each a request of acceptable size, in order.</param>
    /// <returns>Lines by number, in order, with the store's words.</returns>
    public async Task<IReadOnlyList<(int Line, string Detail)>> SendAsync(
        IReadOnlyList<LineSet> chunks, CancellationToken cancellationToken)
    {
        _pending.Clear();
        _rejected.Clear();
        for (var i = chunks.Count - 1; i >= 0; i--) _pending.Push(chunks[i]);
        while (_pending.TryPop(out var set))
        {
            var verdict = await post(set, cancellationToken).ConfigureAwait(false);
            if (verdict.Kind == VerdictKind.Advance) continue;
            if (verdict.Kind is VerdictKind.Halve or VerdictKind.Late) Halve(set, verdict.Detail);
            else if (verdict.IsAboutLines) Narrow(set, verdict);
            else throw new InvalidOperationException($"{verdict.Kind} ends no request");
        }
        _rejected.Sort(static (a, b) => a.Line.CompareTo(b.Line));
        return _rejected;
    }

    void Halve(LineSet set, string detail)
    {
        if (set.Count == 1)
        {
            _rejected.Add((set[0], detail));
            return;
        }
        var half = set.Count / 2;
        _pending.Push(set.Part(half, set.Count - half));
        _pending.Push(set.Part(0, half));
    }

    void Narrow(LineSet set, Verdict verdict)
    {
        if (set.Count == 1 || verdict.Clue is not { } clue)
        {
            Halve(set, verdict.Detail);
            return;
        }
        var named = NamedPositions(set, clue.Named);
        if (named.Count == set.Count && clue.Named.Count == set.Count)
        {
            // As many complaints as lines, one for each: none was taken.
            foreach (var (position, detail) in named) _rejected.Add((set[position], detail));
        }
        else if (clue.Dropped == set.Count)
        {
            for (var i = 0; i < set.Count; i++) _rejected.Add((set[i], verdict.Detail));
        }
        else if (named.Count > 0 && named.Count < set.Count)
        {
            PushAround(set, named);
        }
        else if (!TryPushByMeasurement(set, clue.Measurement))
        {
            Halve(set, verdict.Detail);
        }
    }

    /// <summary>What stands between the named lines goes as runs, each run of named ones by itself, all in
    /// order.</summary>
    void PushAround(LineSet set, SortedDictionary<int, string> named)
    {
        for (var end = set.Count; end > 0;)
        {
            var isNamed = named.ContainsKey(end - 1);
            var start = end - 1;
            while (start > 0 && named.ContainsKey(start - 1) == isNamed) start--;
            _pending.Push(set.Part(start, end - start));
            end = start;
        }
    }

    /// <summary>Lines of different measurements never share an identity, so their order among each other is
    /// free.</summary>
    bool TryPushByMeasurement(LineSet set, string? measurement)
    {
        if (measurement is null) return false;
        var name = Encoding.UTF8.GetBytes(measurement);
        List<int> inside = [], outside = [];
        for (var i = 0; i < set.Count; i++)
        {
            var line = index.Line(set[i]).Span;
            var belongs = line.StartsWith(name) && line.Length > name.Length
                && line[name.Length] is (byte)',' or (byte)' ';
            (belongs ? inside : outside).Add(set[i]);
        }
        if (inside.Count == 0 || outside.Count == 0) return false;
        _pending.Push(LineSet.Picked([.. outside]));
        _pending.Push(LineSet.Picked([.. inside]));
        return true;
    }

    SortedDictionary<int, string> NamedPositions(LineSet set, IReadOnlyList<NamedLine> lines)
    {
        var named = new SortedDictionary<int, string>();
        var searchFrom = 0;
        foreach (var line in lines)
        {
            if (line.Number > 0)
            {
                if (line.Number <= set.Count) named.TryAdd(line.Number - 1, line.Detail);
                continue;
            }
            // Quoted lines come in the order of the request.
            var text = Encoding.UTF8.GetBytes(line.Text);
            for (var i = searchFrom; i < set.Count; i++)
            {
                if (!index.Line(set[i]).Span.SequenceEqual(text)) continue;
                named.TryAdd(i, line.Detail);
                searchFrom = i + 1;
                break;
            }
        }
        return named;
    }
}
