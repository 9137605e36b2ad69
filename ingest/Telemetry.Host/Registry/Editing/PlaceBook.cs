using Telemetry.Dashboards.Places;
using Telemetry.Domain.Registry.Editing;
using Telemetry.Storage.Files;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Places;

namespace Telemetry.Host.Registry.Editing;

/// <summary>
/// Changes places in the registry's file. The new file lies on disk before the ledger tells of it, and takes the old
/// one's place after: a crash in between leaves a row of a change that never came, and never a change without a row.
/// </summary>
internal sealed class PlaceBook(
    RegistryWatch watch, IOperations operations, IFileLayer files, ILogger<PlaceBook> logger) : IPlaceBook, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<PlaceReceipt> CarryOutAsync(PlaceWish wish, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var path = RegistryDraft.TargetOf(watch.State.Path);
            var content = RegistryContent.Read(path);
            if (content.Fault is { } fault)
                return new PlaceReceipt(new PlaceVerdict(PlaceOutcome.Stuck, null, null, [fault]));
            var verdict = PlaceVerdict.Judge(content.Bytes, wish.At, wish.Draft, wish.Version);
            return verdict.IsChange
                ? await CarryOutAsync(wish, verdict, path, cancellationToken)
                : new PlaceReceipt(verdict);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<PlaceReceipt> CarryOutAsync(
        PlaceWish wish, PlaceVerdict verdict, string path, CancellationToken cancellationToken)
    {
        var edit = verdict.Edit!;
        using var draft = RegistryDraft.Write(files, path, edit.File.Span);
        if (draft.Problem is { } problem) return Unwritable(path, problem);
        var place = (wish.Draft?.Key ?? wish.At).ToString();
        var change = new PlaceChange(place, edit.Before, edit.After);
        await operations.Places.NoteAsync(change, wish.Actor, wish.Why, cancellationToken);
        // From here on nobody's leaving the page ends it half-way.
        if (draft.TakePlace() is { } failed)
        {
            await operations.Places.NoteAsync(
                change.Reversed, wish.Actor, $"taken back, for the registry's file could not be replaced: {failed}",
                CancellationToken.None);
            return Unwritable(path, failed);
        }
        logger.PlaceEdited(place, WireName(verdict.Outcome), wish.Actor.ToString(), verdict.Registry!.Version);
        await watch.CheckAsync(CancellationToken.None);
        return new PlaceReceipt(verdict);
    }

    private static string WireName(PlaceOutcome outcome) => Domain.Registry.WireNames.Of(outcome);

    private static PlaceReceipt Unwritable(string path, string problem) => new(
        new PlaceVerdict(PlaceOutcome.Stuck, null, null, []),
        $"The registry {path} can't be written by this host, so places are changed where it is kept: {problem}");
}
