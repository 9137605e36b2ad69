using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Registry;

public static class RegistryServices
{
    /// <summary>
    /// The watch, as itself and as <see cref="IRegistrySource"/>, with its options from
    /// <see cref="RegistryOptions.Section"/>, checked at start.
    /// </summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistryOptions>()
            .Bind(configuration.GetSection(RegistryOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RegistryWatch>();
        services.AddSingleton<IRegistrySource>(provider => provider.GetRequiredService<RegistryWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<RegistryWatch>());
        return services;
    }
}
