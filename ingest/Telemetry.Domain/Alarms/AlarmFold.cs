using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms;

/// <summary>
/// Turns what rules say, look by look, into what happens to alarms: delays, grace, and what comes back soon. It knows
/// no clock; the same looks at the same instants give the same moves. What it remembers beyond the alarms themselves
/// is delays that run: a restart begins those anew, and tells of nothing twice.
/// </summary>
/// <param name="startedAt">From when graces count.</param>
/// <param name="by">In whose name it acts, as the ledger writes it.</param>
public sealed class AlarmFold(DateTimeOffset startedAt, string by)
{
    /// <summary>A value that moves is written down at most this often.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(AlarmRule Rule, AlarmAsset Asset), Track> _tracks = [];

    /// <summary>Alarms whose condition is there.</summary>
    public int Raised => _tracks.Values.Count(static track => track.Current is not null);

    /// <summary>Takes up what an earlier process left: what it had raised is not raised again.</summary>
    /// <param name="alarms">Those that are open, and those that returned to normal lately.</param>
    public void Restore(IEnumerable<Alarm> alarms)
    {
        foreach (var alarm in alarms.OrderBy(static one => one.RaisedAt))
        {
            var track = TrackOf(alarm.Rule, alarm.Asset);
            if (alarm is { Active: true, IsOpen: true })
            {
                (track.Current, track.IsLate, track.Value) = (alarm.Id, alarm.Late, alarm.Value);
                (track.ActiveSince, track.Since) = (startedAt, alarm.Onset);
            }
            else if (alarm.ReturnedAt is { } at && track.Current is null)
            {
                track.Returned = (alarm.Id, at);
            }
        }
    }

    /// <param name="signals">One of a rule and asset; what has none stays as it is.</param>
    /// <param name="registry">Gives what is raised its name and who answers for it.</param>
    /// <param name="now">Never before that of the last look.</param>
    public IReadOnlyList<AlarmMove> Fold(
        IEnumerable<AlarmSignal> signals, CityRegistry registry, DateTimeOffset now)
    {
        var moves = new List<AlarmMove>();
        foreach (var signal in signals)
        {
            var track = TrackOf(signal.Rule, signal.Asset);
            track.JudgedAt = now;
            switch (signal.Settings.Enabled ? signal.Verdict : Verdict.Covered)
            {
                case Verdict.Active: Active(track, signal, registry, now, moves); break;
                case Verdict.Normal: Normal(track, signal, now, moves); break;
                case Verdict.Covered: Cover(track, signal, now, moves); break;
                default: track.Pause(); break;
            }
        }
        foreach (var ((rule, _), track) in _tracks) Lapse(rule, track, now, moves);
        return moves;
    }

    /// <summary>What nobody judges any more, and nobody waits for, is over; who hasn't seen it still will.</summary>
    private void Lapse(AlarmRule rule, Track track, DateTimeOffset now, List<AlarmMove> moves)
    {
        if (track.Current is not { } id || track.JudgedAt == now) return;
        if (RuleCatalogue.Of(rule).LapsesAfter is not { } span || now - track.Since <= span) return;
        moves.Add(new LifeMove(id, new Return(now, by, "its time is over: it is judged no more")));
        (track.Returned, track.Current, track.NormalSince) = ((id, now), null, null);
        track.Pause();
    }

    /// <summary>Withdraws what is raised of assets that are gone.</summary>
    public IReadOnlyList<AlarmMove> Forget(Func<AlarmAsset, bool> isGone, DateTimeOffset now)
    {
        var moves = new List<AlarmMove>();
        foreach (var (key, track) in _tracks.Where(pair => isGone(pair.Key.Asset)).ToList())
        {
            if (track.Current is { } id)
                moves.Add(new LifeMove(id, new Withdraw(now, by, "the registry has it no more")));
            _tracks.Remove(key);
        }
        return moves;
    }

    private void Active(
        Track track, AlarmSignal signal, CityRegistry registry, DateTimeOffset now, List<AlarmMove> moves)
    {
        track.NormalSince = null;
        track.ActiveSince ??= now;
        if (track.Current is { } id)
        {
            Last(track, signal, now, id, moves);
            return;
        }
        track.Onset ??= signal.Since ?? now;
        var settings = signal.Settings;
        if (now < startedAt + settings.Grace || now - track.ActiveSince < settings.OnDelay) return;
        if (track.Returned is { } before && now - before.At <= settings.AgainWithin)
        {
            (track.Current, track.IsLate, track.Since) = (before.Id, false, track.Onset.Value);
            moves.Add(new LifeMove(before.Id, new ComeBack(now, by, signal.Value)));
        }
        else
        {
            var alarm = AlarmBearer.Of(signal, registry).Raise(signal, track.Onset.Value, now);
            (track.Current, track.IsLate, track.Since) = (alarm.Id, alarm.Late, alarm.Onset);
            moves.Add(new RaiseMove(alarm, by));
        }
        (track.Value, track.RenewedAt) = (signal.Value, now);
    }

    /// <summary>It is raised and lasts.</summary>
    private void Last(Track track, AlarmSignal signal, DateTimeOffset now, AlarmId id, List<AlarmMove> moves)
    {
        if (track.IsLate && !signal.IsLate(now))
        {
            track.IsLate = false;
            moves.Add(new LifeMove(id, new Confirm(now, by)));
        }
        if (signal.Value == track.Value || now - track.RenewedAt < RenewAfter) return;
        (track.Value, track.RenewedAt) = (signal.Value, now);
        moves.Add(new LifeMove(id, new Renew(now, by, signal.Value, signal.Limit, signal.Detail)));
    }

    private void Normal(Track track, AlarmSignal signal, DateTimeOffset now, List<AlarmMove> moves)
    {
        (track.ActiveSince, track.Onset) = (null, null);
        if (track.Current is not { } id) return;
        track.NormalSince ??= now;
        if (now - track.NormalSince < signal.Settings.OffDelay) return;
        moves.Add(new LifeMove(id, new Return(now, by)));
        (track.Returned, track.Current, track.NormalSince) = ((id, now), null, null);
    }

    private void Cover(Track track, AlarmSignal signal, DateTimeOffset now, List<AlarmMove> moves)
    {
        track.Pause();
        if (track.Current is not { } id) return;
        var why = signal.Settings.Enabled ? "another alarm tells of its cause" : "the rule is off";
        moves.Add(new LifeMove(id, new Withdraw(now, by, why)));
        track.Current = null;
        track.Returned = null;
    }

    private Track TrackOf(AlarmRule rule, AlarmAsset asset)
    {
        if (!_tracks.TryGetValue((rule, asset), out var track)) _tracks.Add((rule, asset), track = new Track());
        return track;
    }

    /// <summary>One rule on one asset.</summary>
    private sealed class Track
    {
        public AlarmId? Current { get; set; }

        public bool IsLate { get; set; }

        /// <summary>The onset of the current one.</summary>
        public DateTimeOffset Since { get; set; }

        /// <summary>When a rule last said anything of it.</summary>
        public DateTimeOffset? JudgedAt { get; set; }

        public double? Value { get; set; }

        public DateTimeOffset RenewedAt { get; set; }

        public DateTimeOffset? ActiveSince { get; set; }

        public DateTimeOffset? Onset { get; set; }

        public DateTimeOffset? NormalSince { get; set; }

        /// <summary>The one before, and when it returned to normal.</summary>
        public (AlarmId Id, DateTimeOffset At)? Returned { get; set; }

        /// <summary>No delay runs.</summary>
        public void Pause()
        {
            NormalSince = null;
            if (Current is null) (ActiveSince, Onset) = (null, null);
        }
    }
}
