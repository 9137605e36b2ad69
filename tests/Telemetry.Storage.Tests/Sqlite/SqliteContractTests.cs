using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteContractTests : StoreContract
{
    protected override async Task<IContractStore> CreateSut(TimeProvider time, string host) =>
        await SqliteContractStore.OpenAsync(time, host);
}
