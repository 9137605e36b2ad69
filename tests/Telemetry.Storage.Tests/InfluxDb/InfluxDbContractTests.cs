using Telemetry.Rig;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>What every store promises, held by the real InfluxDB 1.x.</summary>
public sealed class InfluxDbContractTests(RealInfluxDb real) : StoreContract, IClassFixture<RealInfluxDb>
{
    protected override async Task<IContractStore> CreateSut(TimeProvider time, string host)
    {
        var server = await real.ServerAsync();
        return await InfluxDbContractStore.OpenAsync(server.Url, time, host);
    }
}
