using Telemetry.Dashboards.DeadLetters;

namespace Telemetry.Dashboards.Tests.Doors;

internal sealed class TestDeadLetters : IDeadLetterSource
{
    public List<DeadLetter> NewestFirst { get; } = [];

    public DeadLetterQuery? Asked { get; private set; }

    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken)
    {
        Asked = query;
        return [.. NewestFirst.Where(letter => query.Reason is null || letter.Reason == query.Reason).Take(limit)];
    }
}
