using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
    public async Task Bad_options_are_refused_all_at_once_by_their_paths()
    {
        using var host = CreateSut(
            ("Telemetry:Registry:Path", ""), ("Telemetry:Registry:CheckInterval", "00:00:00"),
            ("Telemetry:Registry:SettleTime", "01:00:00"));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(3, refusal.Failures.Count());
        Assert.Contains("Telemetry:Registry:Path", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Registry:CheckInterval", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Registry:SettleTime", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_stops_the_start_before_anything_else_begins()
    {
        using var folder = new TempFolder();
        var file = folder.File("city.json");
        await File.WriteAllTextAsync(file, "{}");
        var builder = Builder(("Telemetry:Registry:Path", file));
        var other = new Witness();
        builder.Services.AddSingleton<IHostedService>(other);
        builder.Services.AddRegistry(builder.Configuration);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<RegistryRefusedException>(() => host.StartAsync());

        Assert.Equal(["city", "districts", "plants"], refusal.Errors.Select(e => e.Path));
        Assert.False(other.Started);
    }

    private static IHost CreateSut(params (string Key, string Value)[] settings)
    {
        var builder = Builder(settings);
        builder.Services.AddRegistry(builder.Configuration);
        return builder.Build();
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
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
