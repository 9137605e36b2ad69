using Telemetry.Domain.Registry;
using Telemetry.Host.Observing;

namespace Telemetry.Host.Registry;

internal static class RegistryServices
{
    /// <summary>
    /// The watch, as itself, as <see cref="IRegistrySource"/> and as a part of health; loaded before anything else
    /// starts.
    /// </summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RegistryWatch>();
        services.AddSingleton<IRegistrySource>(static provider => provider.GetRequiredService<RegistryWatch>());
        services.AddHostedService(static provider => provider.GetRequiredService<RegistryWatch>());
        services.AddSingleton<IHealthProbe, RegistryProbe>();
        return services;
    }
}
