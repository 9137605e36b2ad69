using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Storage.Tests.Operations;

internal static class Filled
{
    public static readonly LedgerMonth July = new(2009, 7);

    /// <summary>A declared figure, a review and a locked month, with their rows of the ledger.</summary>
    public static async Task WithOneOfEach(OperationalStore store)
    {
        var receipt = await store.Declared.DeclareAsync(
            [Correction(new DateOnly(2009, 7, 3), 38_000)], OperationsRig.City, OperationsRig.Wang, "meter fouled",
            CancellationToken.None);
        Assert.Empty(receipt.Errors);
        await store.Reviews.ReviewAsync(
            new PlantId("sewage-1"), new DateOnly(2009, 7, 3), 0, "seen", OperationsRig.Wang, CancellationToken.None);
        await store.Locks.LockAsync(
            Scope.City, July, Publication("v1", 1000), OperationsRig.Wang, "reported", CancellationToken.None);
    }

    public static DayCorrection Correction(DateOnly day, double volume) => new(
        new PlantId("sewage-1"), new MeterId("influent"), day, volume, "fouled", "note 17");

    public static Publication Publication(string version, double treated) => new(
        new DataVersion(version, new DateTimeOffset(2009, 8, 1, 0, 0, 0, TimeSpan.Zero)),
        ValueSet.Of(("treated_m3", treated)),
        [
            new PublishedCopy("json", "-", System.Text.Encoding.UTF8.GetBytes($"{version} json")),
            new PublishedCopy("html", "zh-CN", System.Text.Encoding.UTF8.GetBytes($"{version} 月报")),
        ]);
}
