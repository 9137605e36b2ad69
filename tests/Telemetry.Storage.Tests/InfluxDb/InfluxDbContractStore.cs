using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>A database of its own on a server that outlives it.</summary>
internal sealed class InfluxDbContractStore : IContractStore
{
    private readonly TempFolder _folder = new("influxdb-cursor");
    private readonly TimeProvider _time;
    private readonly InfluxDbOptions _options;
    private readonly InfluxDbReader _reader;
    private InfluxDbDerivedStore _derived;

    private InfluxDbContractStore(Uri url, TimeProvider time, string host)
    {
        _time = time;
        _options = new InfluxDbOptions { Url = url, Database = "db-" + Guid.NewGuid().ToString("N"), HostName = host };
        Store = NewStore();
        _reader = new InfluxDbReader(_options, time);
        _derived = NewDerived();
    }

    public InfluxDbStore Store { get; private set; }

    ITelemetryStore IContractStore.Store => Store;

    public ITelemetryReader Reader => _reader;

    public IDerivedStore Derived => _derived;

    public static async Task<IContractStore> OpenAsync(Uri url, TimeProvider time, string host)
    {
        var sut = new InfluxDbContractStore(url, time, host);
        await sut.Store.OpenAsync(CancellationToken.None);
        return sut;
    }

    public async Task RestartAsync()
    {
        await Store.DisposeAsync();
        _derived.Dispose();
        Store = NewStore();
        _derived = NewDerived();
        await Store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _derived.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private InfluxDbDerivedStore NewDerived() =>
        new(_options, _time, NullLogger<InfluxDbDerivedStore>.Instance, new Random(1));

    private InfluxDbStore NewStore() => new(
        _options, TestCursor.In(_folder), _time, NullLogger<InfluxDbStore>.Instance, new Random(1));
}
