using Telemetry.Domain.Readings;
using Telemetry.Storage.DeadLetters;

namespace Telemetry.Host.Pipeline;

/// <param name="Replayed">Letters offered to the pipeline again and taken out of the open ones.</param>
/// <param name="RejectedAgain">Of these, letters that were rejected once more; each is a new letter.</param>
/// <param name="Unfit">
/// Letters whose bytes were not kept whole, that the store refused, or whose payload doesn't decode into the objects
/// any more that they speak for: they can't be replayed, and stay open.
/// </param>
/// <param name="Missing">Ids that are not there.</param>
internal sealed record ReplayReport(int Replayed, int RejectedAgain, int Unfit, int Missing);

/// <summary>
/// Dead letters, offered again as a source of their own: same way, same rules, flagged as replayed. A letter counts as
/// replayed once its outcome is on disk.
/// </summary>
internal sealed class DeadLetterReplay(IngestPipeline pipeline, DeadLetterLog letters)
{
    public async Task<ReplayReport> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var decoder = pipeline.CreateDecoder();
        var done = new List<string>();
        var (rejectedAgain, unfit, missing) = (0, 0, 0);
        foreach (var id in ids)
        {
            if (letters.Reader.Find(id) is not { } letter)
            {
                missing++;
                continue;
            }
            // A line that the store refused has no topic to arrive on: it is resent from the spool, not replayed.
            if (letter.IsTruncated || letter.Topic.Length == 0)
            {
                unfit++;
                continue;
            }
            var (committed, rejected) = pipeline.OfferAgain(letter, decoder);
            if (committed is null)
            {
                unfit++;
                continue;
            }
            await committed.WaitAsync(cancellationToken);
            if (rejected) rejectedAgain++;
            done.Add(id);
        }
        if (done.Count > 0) await letters.MarkReplayedAsync(done, cancellationToken);
        return new ReplayReport(done.Count, rejectedAgain, unfit, missing);
    }
}
