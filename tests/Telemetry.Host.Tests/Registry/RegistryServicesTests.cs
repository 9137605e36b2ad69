using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Host.Registry;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Registry;

public sealed class RegistryServicesTests
{
    [Fact]
    public async Task Without_options_the_shipped_city_is_in_force()
    {
        using var host = CreateSut();

        await host.StartAsync();

        var city = host.Services.GetRequiredService<IRegistrySource>().Current;
        Assert.Contains(new PlantId("lincheng"), city.Plants.Keys);
        await host.StopAsync();
    }

    [Fact]
    public void Watch_and_source_are_one()
    {
        using var host = CreateSut();

        Assert.Same(
            host.Services.GetRequiredService<RegistryWatch>(), host.Services.GetRequiredService<IRegistrySource>());
    }

    [Fact]
    public async Task A_bad_file_stops_the_start_before_anything_else_begins()
    {
        using var folder = new TempFolder();
        var file = folder.File("city.json");
        await File.WriteAllTextAsync(file, "{}");
        var builder = Builder();
        var other = new Witness();
        builder.Services.AddSingleton<IHostedService>(other);
        builder.Services.AddRegistry(new RegistryOptions { Path = file });
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<RegistryRefusedException>(() => host.StartAsync());

        Assert.Equal(["city", "districts", "plants"], refusal.Errors.Select(e => e.Path));
        Assert.False(other.Started);
    }

    private static IHost CreateSut()
    {
        var builder = Builder();
        builder.Services.AddRegistry(new RegistryOptions());
        return builder.Build();
    }

    private static HostApplicationBuilder Builder()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }

    private sealed class Witness : IHostedService
    {
        public bool Started { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
