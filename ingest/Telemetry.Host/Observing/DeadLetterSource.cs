using Telemetry.Dashboards.DeadLetters;
using Telemetry.Storage.DeadLetters;
using DeadLetter = Telemetry.Dashboards.DeadLetters.DeadLetter;

namespace Telemetry.Host.Observing;

/// <summary>The dead letters on disk, for the API.</summary>
internal sealed class DeadLetterSource(DeadLetterLog letters) : IDeadLetterSource
{
    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken)
    {
        var filter = new DeadLetterFilter
        {
            Reason = query.Reason, Topic = query.Topic, From = query.From, To = query.To, Limit = limit,
        };
        var found = new List<DeadLetter>();
        foreach (var letter in letters.Read(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Add(new DeadLetter(
                letter.Id, letter.At, letter.Topic, letter.Reason, letter.Detail, letter.Raw, letter.Length,
                letter.ReplayedAt is not null, letter.Objects));
        }
        return found;
    }
}
