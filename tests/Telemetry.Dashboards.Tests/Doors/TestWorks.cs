using Telemetry.Dashboards.Works;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests.Doors;

internal sealed class TestWorks : IHostWorks
{
    public UnregisteredAssets Assets { get; } = new(UnknownAssetPolicy.Accept);

    public SkewedClocks Clocks { get; } = new();

    public IReadOnlyList<string>? Asked { get; private set; }

    /// <summary>Null where the host takes it down for later.</summary>
    public LettersReplayed? Answer { get; set; } = new(2, 1, 0, 0);

    public IReadOnlyCollection<UnregisteredAsset> Unregistered() => Assets.Seen;

    public IReadOnlyCollection<SkewedClock> Skewed() => Clocks.Seen;

    public Task<LettersReplayed?> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        Asked = ids;
        return Task.FromResult(Answer);
    }
}
