using Xunit;

namespace Telemetry.Rig;

/// <summary>
/// One InfluxDB 1.x for a class of tests, started by the first that asks: where it is missing, each skips.
/// </summary>
public sealed class RealInfluxDb : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private InfluxDbServer? _server;

    public async Task<InfluxDbServer> ServerAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _server ??= await InfluxDbServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _starting.Dispose();
    }
}
