namespace Telemetry.Storage.Derived;

/// <summary>
/// Reads <c>changes</c> from a cursor on, each row once for as long as the feed lives. Clocks of hosts differ, and a
/// row becomes visible after its stamp: so each sweep looks again at the last stretch before the cursor, and passes
/// over what it has given already. A stamp in the future (a host whose clock is ahead) is given at once and never moves
/// the cursor beyond now, behind which the others go on stamping.
/// </summary>
/// <param name="store">Whose changes are read.</param>
/// <param name="cursor">Where the last feed stood; the overlap before it is given again, which is harmless.</param>
/// <param name="overlap">How far a sweep looks back; <see cref="IDerivedStore.ChangesOverlap"/>.</param>
/// <param name="time">The reader's own clock.</param>
public sealed class ChangeFeed(IDerivedStore store, DateTimeOffset cursor, TimeSpan overlap, TimeProvider time)
{
    // By asset; within it by stamp: what was given, as long as a sweep may meet it again.
    private readonly Dictionary<(string Kind, string Asset, string Host), Dictionary<DateTimeOffset, (long, long)>>
        _given = [];

    private DateTimeOffset? _at;

    /// <summary>
    /// To be kept once everything given so far has been worked off: a feed that begins there misses nothing.
    /// </summary>
    public DateTimeOffset Cursor { get; private set; } = cursor;

    /// <summary>Rows remembered from the overlap.</summary>
    public int Remembered => _given.Values.Sum(static stamps => stamps.Count);

    /// <summary>The next rows not given yet, oldest first; none where the feed has caught up.</summary>
    /// <param name="limit">Rows a page; a page has more where many share its last stamp.</param>
    public async Task<IReadOnlyList<Change>> NextAsync(int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var after = _at ?? Start();
            var page = await store.ChangesAsync(after, limit, cancellationToken).ConfigureAwait(false);
            var fresh = new List<Change>(page.Rows.Count);
            foreach (var row in page.Rows)
            {
                if (IsNew(row)) fresh.Add(row);
            }
            if (page.Rows is [.., var last]) Advance(last.Stamp);
            _at = page.IsLast || page.Rows.Count == 0 ? null : page.Rows[^1].Stamp;
            if (_at is null) Forget();
            if (fresh.Count > 0 || _at is null) return fresh;
        }
    }

    private DateTimeOffset Start() =>
        Cursor - DateTimeOffset.UnixEpoch > overlap ? Cursor - overlap : DateTimeOffset.UnixEpoch;

    private void Advance(DateTimeOffset stamp)
    {
        var now = time.GetUtcNow();
        if (stamp > now) stamp = now;
        if (stamp > Cursor) Cursor = stamp;
    }

    // A row that was written again with other bounds is another row.
    private bool IsNew(Change row)
    {
        var asset = (row.Kind, row.Asset, row.Host);
        if (!_given.TryGetValue(asset, out var stamps)) _given.Add(asset, stamps = []);
        var bounds = (row.FirstMs, row.LastMs);
        if (stamps.TryGetValue(row.Stamp, out var known) && known == bounds) return false;
        stamps[row.Stamp] = bounds;
        return true;
    }

    private void Forget()
    {
        var start = Start();
        foreach (var (asset, stamps) in _given)
        {
            foreach (var stamp in stamps.Keys)
            {
                if (stamp <= start) stamps.Remove(stamp);
            }
            if (stamps.Count == 0) _given.Remove(asset);
        }
    }
}
