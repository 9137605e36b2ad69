using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Domain.Live;
using Telemetry.Host.Alarms;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Host.Options;
using Telemetry.Host.Sources;
using Telemetry.Mqtt.Live;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Notices;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Composition;

/// <summary>What judges alarms and tells of them, where the derivation is.</summary>
internal static class AlarmRooms
{
    public static void AddAlarms(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options.Alarms);
        if (options.Alarms.Webhook.IsConfigured)
        {
            services.AddSingleton<INoticeChannel>(provider =>
                new Webhook(options.Alarms.Webhook, provider.GetRequiredService<TimeProvider>()));
        }
        if (options.Alarms.Mail.IsConfigured)
        {
            services.AddSingleton<INoticeChannel>(provider => new Mail(
                options.Alarms.Mail, options.Host.Name, provider.GetRequiredService<TimeProvider>()));
        }
        // The one process that derives judges what all ingest hosts hear: without that role it listens to the broker.
        if (options.Roles is { Ingest: false, Web: false })
        {
            services.TryAddSingleton(provider => new LiveSubscriber(
                options.Mqtt, provider.GetRequiredService<LiveBoard>(), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<LiveSubscriber>>()));
            services.AddHostedService<SubscriberRun>();
        }
        services.AddSingleton(provider => AlarmJudge.Create(
            provider.GetRequiredService<ITelemetryReader>(), provider.GetRequiredService<IDerivedStore>(),
            provider.GetRequiredService<IOperations>().Fleet, provider.GetRequiredService<LiveBoard>(),
            options.Alarms));
        services.AddSingleton<AlarmTelling>();
        services.AddSingleton<AlarmTally>();
        services.AddSingleton(provider =>
            new AlarmTopics(provider.GetRequiredService<ILivePublisher>(), options.Host.Name));
        services.AddHostedService<AlarmBeat>();
        services.AddHostedService<NoticeCourier>();
    }
}
