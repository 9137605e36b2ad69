using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Host.Composition;
using Telemetry.Host.Options;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Starting;

[Collection("the meter of this process")]
public sealed class HostRunTests
{
    [Fact]
    public async Task A_part_that_fails_takes_the_host_with_it_and_the_exit_code_says_so()
    {
        using var folder = new TempFolder();
        var options = Settings.Bind(Settings.Read(
            null,
            [
                $"Telemetry:Host:DataFolder={folder.Path}", $"Telemetry:Web:Url=http://127.0.0.1:{FreePort.Next()}",
                $"Telemetry:Broker:Port={FreePort.Next()}",
            ]));

        var code = await HostRun.RunAsync(
            options,
            static builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddHostedService<Broken>();
            },
            CancellationToken.None);

        Assert.Equal(1, code);
    }

    private sealed class Broken : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("a bug");
        }
    }
}
