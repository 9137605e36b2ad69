using Telemetry.Host.Derivation.Intake;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation.Recompute;

/// <summary>
/// Wishes under way: a few days a round are noted, so that years neither fill the store's notes nor stand in the way of
/// live readings. A wish is done when all its days were noted and nothing waits any more. It lives in the request's
/// file until then: a host that ends in between begins it anew.
/// </summary>
internal sealed class RecomputeJobs
{
    /// <summary>Local days noted a round.</summary>
    private const int DaysAtOnce = 7;

    private readonly List<Job> _jobs = [];

    public bool HasMore => _jobs.Exists(job => !job.IsNoted);

    public void Add(RecomputeWish wish) => _jobs.Add(new Job(wish));

    public async Task NoteNextAsync(
        DeriveIntake intake, CityBook book, long runningHourMs, DeriveTally tally,
        CancellationToken cancellationToken)
    {
        if (_jobs.Find(static job => !job.IsNoted) is not { } job) return;
        job.Begin(tally);
        var until = Min(job.Next.AddDays(DaysAtOnce), job.Wish.To.AddDays(1));
        for (var date = job.Next; date < until; date = date.AddDays(1))
        {
            var day = book.Calendar.Day(date);
            await intake.NoteAsync(
                WholeDays.Of(book, day, ChangeCause.None, job.Wish.Plant), cancellationToken);
            if (job.Wish.Plant is null)
            {
                await intake.NoteAsync(
                    WholeDays.OfFleet(book, day, ChangeCause.None, runningHourMs), cancellationToken);
            }
        }
        job.Next = until;
    }

    /// <summary>Nothing waits: what was noted is derived.</summary>
    public void Settle(DeriveTally tally)
    {
        foreach (var job in _jobs.Where(static job => job.IsNoted).ToList())
        {
            job.Wish.Complete(new Recomputed(
                job.Wish.To.DayNumber - job.Wish.From.DayNumber + 1, Changed(tally) - job.ChangedBefore));
            _jobs.Remove(job);
        }
    }

    private static long Changed(DeriveTally tally) => Enum.GetValues<PartitionKind>().Sum(tally.WrittenOf);

    private static DateOnly Min(DateOnly one, DateOnly other) => one < other ? one : other;

    private sealed class Job(RecomputeWish wish)
    {
        private bool _began;

        public RecomputeWish Wish => wish;

        public DateOnly Next { get; set; } = wish.From;

        public long ChangedBefore { get; private set; }

        public bool IsNoted => Next > wish.To;

        public void Begin(DeriveTally tally)
        {
            if (_began) return;
            _began = true;
            ChangedBefore = Changed(tally);
        }
    }
}
