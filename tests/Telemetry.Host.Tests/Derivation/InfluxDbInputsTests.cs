using Telemetry.Rig;

namespace Telemetry.Host.Tests.Derivation;

public sealed class InfluxDbInputsTests(RealInfluxDb real) : InputsContract, IClassFixture<RealInfluxDb>
{
    private protected override async Task<DeriveBench> OpenAsync()
    {
        var server = await real.ServerAsync();
        return await DeriveBench.OpenAsync(
            Now, open: time => Task.FromResult<IBenchStore>(new InfluxDbBenchStore(server.Url, time)));
    }
}
