using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Files;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A database of its own on a real server that outlives it.</summary>
internal sealed class InfluxDbBenchStore : IBenchStore
{
    private readonly TempFolder _folder = new("derive-influxdb");
    private readonly InfluxDbOptions _options;
    private readonly InfluxDbStore _store;
    private readonly InfluxDbReader _reader;
    private readonly InfluxDbDerivedStore _derived;

    public InfluxDbBenchStore(Uri url, TimeProvider time)
    {
        _options = new InfluxDbOptions { Url = url, Database = "db-" + Guid.NewGuid().ToString("N"), HostName = "h" };
        _store = new InfluxDbStore(
            _options, new CursorFile(_folder.File("cursor"), DiskFiles.Instance, NullLogger.Instance), time,
            NullLogger<InfluxDbStore>.Instance, new Random(1));
        _reader = new InfluxDbReader(_options, time);
        _derived = new InfluxDbDerivedStore(_options, time, NullLogger<InfluxDbDerivedStore>.Instance, new Random(1));
    }

    public ITelemetryStore Readings => _store;

    public ITelemetryReader Reader => _reader;

    public IDerivedStore Derived => _derived;

    public Task WriteUntoldAsync(Sample sample) => PostAsync(sample.Line);

    public Task WriteUntoldAsync(string vehicle, DateTimeOffset at, double lat) =>
        PostAsync(FleetTown.Ping(vehicle, at, lat, 0, working: false));

    private async Task PostAsync(string text)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var line = new StringContent(text, Encoding.UTF8);
        using var answer = await client.PostAsync(
            new Uri(_options.Url!, $"/write?db={_options.Database}&precision=ms"), line);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _derived.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
