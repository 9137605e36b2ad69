using Telemetry.Dashboards.DeadLetters;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using DeadLetter = Telemetry.Dashboards.DeadLetters.DeadLetter;

namespace Telemetry.Host.Observing;

/// <summary>The dead letters on disk, for the API.</summary>
internal sealed class DeadLetterSource(DeadLetterLog letters) : IDeadLetterSource
{
    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken) =>
        DeadLetterViews.Of(letters.Read(DeadLetterViews.Filter(query, limit)), cancellationToken);

    public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to) =>
        letters.Reader.Rejected(from, to);
}

/// <summary>The dead letters of a folder that another process may be writing.</summary>
internal sealed class FolderDeadLetters(string folder) : IDeadLetterSource
{
    private readonly DeadLetterReader _letters = new(folder, DiskFiles.Instance, TimeProvider.System);

    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken) =>
        DeadLetterViews.Of(_letters.Read(DeadLetterViews.Filter(query, limit)), cancellationToken);

    public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to) =>
        _letters.Rejected(from, to);
}

file static class DeadLetterViews
{
    public static DeadLetterFilter Filter(DeadLetterQuery query, int limit) => new()
    {
        Reason = query.Reason, Topic = query.Topic, From = query.From, To = query.To, Limit = limit,
    };

    public static List<DeadLetter> Of(IEnumerable<StoredDeadLetter> letters, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetter>();
        foreach (var letter in letters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Add(new DeadLetter(
                letter.Id, letter.At, letter.Topic, letter.Reason, letter.Detail, letter.Raw, letter.Length,
                letter.ReplayedAt is not null, letter.Objects));
        }
        return found;
    }
}
