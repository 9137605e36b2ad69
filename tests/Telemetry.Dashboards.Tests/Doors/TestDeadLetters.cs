using Telemetry.Dashboards.DeadLetters;

namespace Telemetry.Dashboards.Tests.Doors;

internal sealed class TestDeadLetters : IDeadLetterSource
{
    public List<DeadLetter> NewestFirst { get; } = [];

    public List<(DateTimeOffset Hour, string Topic, long Objects)> Hours { get; } = [];

    public DeadLetterQuery? Asked { get; private set; }

    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken)
    {
        Asked = query;
        return [.. NewestFirst.Where(letter => query.Reason is null || letter.Reason == query.Reason).Take(limit)];
    }

    public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to) =>
        Hours.Where(one => one.Hour >= from && one.Hour < to).GroupBy(one => one.Topic)
            .ToDictionary(one => one.Key, one => (one.Sum(hour => hour.Objects), one.Max(hour => hour.Hour)));
}
