using Telemetry.Rig;

namespace Telemetry.Host.Tests.Derivation;

public sealed class InfluxDbFleetOrderTests(RealInfluxDb real) : FleetOrderContract, IClassFixture<RealInfluxDb>
{
    /// <summary>
    /// Such that the test's clock, early on the fourth day, is ahead of the server's: a host whose clock is behind
    /// stamps its changes by the server's, and to a reader in 2009 they would all lie in the future.
    /// </summary>
    private protected override DateOnly First { get; } =
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);

    private protected override async Task<DeriveBench> OpenAsync()
    {
        var server = await real.ServerAsync();
        return await DeriveBench.OpenAsync(
            Now, FleetTown.City(),
            time => Task.FromResult<IBenchStore>(new InfluxDbBenchStore(server.Url, time)));
    }
}
