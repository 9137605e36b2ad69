using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Who may do what, for every endpoint of the process: those of the dashboards and the host's own. Needs
/// <see cref="Storage.Operations.IOperations"/> where accounts are on.
/// </summary>
public static class AccessServices
{
    public static IServiceCollection AddTelemetryAccess(this IServiceCollection services, AccessOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<AccountsInForce>();
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<FirstRun>();
        services.AddHostedService(static provider => provider.GetRequiredService<FirstRun>());
        services.AddSingleton<SessionWatch>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<PasswordDesk>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        // OWASP's number for PBKDF2 with HMAC-SHA-512; a hash of fewer rounds is made anew at the next sign-in.
        services.Configure<PasswordHasherOptions>(static hasher => hasher.IterationCount = 210_000);
        var keys = services.AddDataProtection().SetApplicationName("telemetry");
        if (options.KeyFolder is null) keys.UseEphemeralDataProtectionProvider();
        else services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyFolder>();
        services.AddAuthentication(AccessHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.Name, null)
            .AddCookie(Cookies.Session, cookie => Cookies.Set(cookie, options, Cookies.Session))
            .AddCookie(Cookies.Kiosk, cookie => Cookies.Set(cookie, options, Cookies.Kiosk));
        services.AddAuthorizationBuilder()
            .AddPolicy(ScreenFile.Policy, static policy => policy.AddRequirements(new ScreenFile()))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new Undeclared()).Build());
        services.AddSingleton<IAuthorizationHandler, RightsCheck>();
        services.AddSingleton<IAuthorizationHandler, ScreenFileCheck>();
        services.AddSingleton<IAuthorizationHandler, Undeclared>();
        // Only a proxy on this machine is believed, which is what both lists hold by themselves.
        services.Configure<ForwardedHeadersOptions>(static forwarded =>
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        return services;
    }

    /// <summary>Before anything is mapped: headers, who asks, and whether the endpoint lets them.</summary>
    public static IApplicationBuilder UseTelemetryAccess(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<AnswerHeaders>();
        app.UseExceptionHandler();
        app.UseMiddleware<ForeignRequests>();
        app.UseMiddleware<KioskAddress>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }
}
