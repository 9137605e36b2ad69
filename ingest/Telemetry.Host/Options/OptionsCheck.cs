using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Options;

/// <summary>Checks every section and never stops at the first problem.</summary>
internal static class OptionsCheck
{
    public static IEnumerable<string> Check(TelemetryOptions options) =>
    [
        .. options.Host.Validate(),
        .. Attributes(options.Registry, "Telemetry:Registry"),
        .. Attributes(options.Ingest, "Telemetry:Ingest"),
        .. Validator(new MqttSourceOptionsValidator(), options.Mqtt),
        .. options.Roles.Broker ? Validator(new EmbeddedBrokerOptionsValidator(), options.Broker) : [],
        .. Attributes(options.Spool, "Telemetry:Spool"),
        .. Attributes(options.Commit, "Telemetry:Commit"),
        .. Attributes(options.DeadLetters, "Telemetry:DeadLetters"),
        .. options.Store.Validate(),
        .. options.Store.Kind == StoreKind.Sqlite ? options.Store.Sqlite.Validate() : options.Store.InfluxDb.Validate(),
        .. options.Operations.Validate(),
        .. Attributes(options.Derive, "Telemetry:Derive"),
        .. Attributes(options.Derive.Finality, "Telemetry:Derive:Finality"),
        .. Attributes(options.Alarms, "Telemetry:Alarms"),
        .. options.Alarms.Webhook.Validate(),
        .. options.Alarms.Mail.Validate(),
        .. options.Web.Validate(options.Roles.Web),
        .. Attributes(options.Web, "Telemetry:Web"),
        .. options.Roles.Web ? options.Map.Validate() : [],
        .. options.Observing.Validate(),
        .. Together(options),
    ];

    private static IEnumerable<string> Together(TelemetryOptions options)
    {
        var roles = options.Roles;
        if (options.Store.Kind == StoreKind.Sqlite && roles.Web && !roles.Ingest)
        {
            yield return "Telemetry:Host:Roles names web without ingest, but Telemetry:Store:Kind is Sqlite, whose "
                + "file one "
                + "process has alone: run both roles here, or use InfluxDb";
        }
        if (options.Store.Kind == StoreKind.Sqlite && roles.Derive && !roles.Ingest)
        {
            yield return "Telemetry:Host:Roles names derive without ingest, but Telemetry:Store:Kind is Sqlite, whose "
                + "file one process has alone: run both roles here, or use InfluxDb";
        }
        if (roles.Derive && !roles.Ingest && !options.Mqtt.IsConfigured)
        {
            yield return "Telemetry:Host:Roles names derive without ingest: name the broker in Telemetry:Mqtt:Host, "
                + "where today's figures are published";
        }
        if (roles.Web && !roles.Ingest && !options.Mqtt.IsConfigured)
        {
            yield return "Telemetry:Host:Roles names web without ingest: name the broker in Telemetry:Mqtt:Host, whose "
                + "live topics it shows";
        }
        if (roles.Broker && !roles.Ingest)
            yield return "Telemetry:Host:Roles names broker without ingest: the embedded broker acknowledges what this "
                + "process has on disk";
        if (!roles.Broker && !options.Mqtt.IsConfigured)
        {
            yield return "Telemetry:Mqtt:Host is empty and Telemetry:Host:Roles leaves out broker: name a broker, or "
                + "run the embedded one";
        }
    }

    private static IEnumerable<string> Validator<T>(IValidateOptions<T> validator, T options) where T : class =>
        validator.Validate(null, options).Failures ?? [];

    private static IEnumerable<string> Attributes(object options, string path)
    {
        var results = new List<ValidationResult>();
        System.ComponentModel.DataAnnotations.Validator.TryValidateObject(
            options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault() ?? "";
            var value = options.GetType().GetProperty(member)?.GetValue(options);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{path}:{member} '{value}': {result.ErrorMessage}");
        }
    }
}
