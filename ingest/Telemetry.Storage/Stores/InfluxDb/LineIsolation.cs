using System.Text;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// Sends the lines of a batch and finds those that the store will never take. Every line ends either in a request that
/// was accepted whole or, alone, in one that was refused: "the good points are in" is believed of no answer, and
/// sending them again is harmless. Lines of one series are always sent in their order, so that of two with one identity
/// the later wins. Words that nobody knows are believed of a line only where the server took another one after it said
/// them: else nothing is decided.
/// </summary>
/// <remarks>
/// k bad lines among n cost at most 2k(log2(n/k) + 2) + 1 requests by halving. Clues make it cheaper: where the server
/// names the bad lines, 2k + 2; where it drops all of a request, one for all of them.
/// </remarks>
internal sealed class LineIsolation(LineIndex index, Func<LineSet, CancellationToken, ValueTask<Verdict>> post)
{
    /// <summary>
    /// Lines asked one by one before unknown words are taken for the server's trouble; and unknown words in a row
    /// after which a line that it took is sent once more, to see whether it still does.
    /// </summary>
    internal const int Probes = 8;

    readonly Stack<LineSet> _pending = new();
    readonly List<(int Line, string Detail)> _rejected = [];

    // Refused alone, in unknown words, with nothing taken since.
    readonly List<(int Line, string Detail)> _suspects = [];

    // The newest line that the server took; sending it again changes nothing.
    int? _taken;
    int _unproven;
    int _turn;

    /// <summary>
    /// Where not null, the last call has decided nothing: the server says this, in words that nobody knows, of every
    /// line that it was asked about.
    /// </summary>
    public Verdict? Doubt { get; private set; }

    /// <param name="chunks">What to send, each a request of acceptable size, in order.</param>
    /// <returns>
    /// Lines by number, in order, with the store's words; none in <see cref="Doubt"/>.
    /// </returns>
    public async Task<IReadOnlyList<(int Line, string Detail)>> SendAsync(
        IReadOnlyList<LineSet> chunks, CancellationToken cancellationToken)
    {
        Begin(chunks);
        Verdict? unknown = null;
        while (_pending.TryPop(out var set))
        {
            var verdict = await post(set, cancellationToken).ConfigureAwait(false);
            if (verdict is { IsAboutLines: true, IsUnknown: true })
            {
                unknown = verdict;
                if (!await IsOfLinesAsync(set, verdict, cancellationToken).ConfigureAwait(false)) break;
            }
            else
            {
                Decide(set, verdict);
            }
        }
        if (_pending.Count > 0
            || (_suspects.Count > 0 && !await StillTakesAsync(cancellationToken).ConfigureAwait(false)))
        {
            Doubt = unknown;
            return [];
        }
        _rejected.Sort(static (a, b) => a.Line.CompareTo(b.Line));
        return _rejected;
    }

    void Begin(IReadOnlyList<LineSet> chunks)
    {
        Doubt = null;
        _pending.Clear();
        _rejected.Clear();
        _suspects.Clear();
        _taken = null;
        _unproven = 0;
        for (var i = chunks.Count - 1; i >= 0; i--) _pending.Push(chunks[i]);
    }

    void Decide(LineSet set, Verdict verdict)
    {
        if (verdict.Kind is VerdictKind.Halve or VerdictKind.Late)
        {
            Halve(set, verdict.Detail);
            return;
        }
        if (verdict.Kind != VerdictKind.Advance && !verdict.IsAboutLines)
            throw new InvalidOperationException($"{verdict.Kind} ends no request");
        Proven();
        if (verdict.Kind == VerdictKind.Advance) _taken = set[set.Count - 1];
        else Narrow(set, verdict);
    }

    /// <summary>The server takes lines, or speaks of them: what it said of the suspects was meant for them.</summary>
    void Proven()
    {
        _unproven = 0;
        _rejected.AddRange(_suspects);
        _suspects.Clear();
    }

    /// <summary>Narrows down what unknown words may be about; false where it looks like none of the lines.</summary>
    async ValueTask<bool> IsOfLinesAsync(LineSet set, Verdict verdict, CancellationToken cancellationToken)
    {
        if (set.Count == 1) _suspects.Add((set[0], verdict.Detail));
        else Halve(set, verdict.Detail);
        if (_taken is null) return set.Count == 1 || await TakesAnyAsync(set, cancellationToken).ConfigureAwait(false);
        return ++_unproven < Probes || await StillTakesAsync(cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<bool> StillTakesAsync(CancellationToken cancellationToken) =>
        _taken is { } line && await TakesAsync(line, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks lines here and there, others at each time: each will be sent in its turn all the same.</summary>
    async ValueTask<bool> TakesAnyAsync(LineSet set, CancellationToken cancellationToken)
    {
        var probes = Math.Min(Probes, set.Count);
        for (var i = 0; i < probes; i++)
        {
            var position = (int)(((long)i * set.Count / probes + _turn) % set.Count);
            if (await TakesAsync(set[position], cancellationToken).ConfigureAwait(false)) return true;
        }
        _turn++;
        return false;
    }

    async ValueTask<bool> TakesAsync(int line, CancellationToken cancellationToken)
    {
        var verdict = await post(LineSet.Run(line, 1), cancellationToken).ConfigureAwait(false);
        if (verdict.Kind != VerdictKind.Advance && (!verdict.IsAboutLines || verdict.IsUnknown)) return false;
        Proven();
        if (verdict.Kind == VerdictKind.Advance) _taken = line;
        return true;
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
