using Microsoft.Extensions.Options;
using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Source;

/// <summary>Finds every error at once, each with its path, the wrong value and what is allowed.</summary>
public sealed class MqttSourceOptionsValidator : IValidateOptions<MqttSourceOptions>
{
    public ValidateOptionsResult Validate(string? name, MqttSourceOptions options)
    {
        var errors = new OptionErrors(MqttSourceOptions.Section);
        // The root is the embedded broker's too, so it is checked even where no broker is named.
        errors.Require(DeviceTopics.IsValidRoot(options.TopicRoot), nameof(options.TopicRoot), options.TopicRoot,
            "topic levels without wildcards, such as sanitation");
        if (options.IsConfigured) Check(options, errors);
        return errors.ToResult();
    }

    private static void Check(MqttSourceOptions options, OptionErrors errors)
    {
        errors.Require(Uri.CheckHostName(options.Host) != UriHostNameType.Unknown, nameof(options.Host), options.Host,
            "a host name or an address, without scheme or port");
        errors.Range(nameof(options.Port), options.Port, 0, 65535);
        errors.Require(options.Protocol is "5" or "3.1.1", nameof(options.Protocol), options.Protocol, "5 or 3.1.1");
        errors.Range(nameof(options.Connections), options.Connections, 1, MqttSourceOptions.MostConnections);
        errors.Require(IsPlain(options.EffectiveClientId), nameof(options.ClientId), options.ClientId,
            "1 to 60 printable characters");
        errors.Require(Enum.IsDefined(options.Filters), nameof(options.Filters), options.Filters.ToString(),
            "Auto, Shared or Disjoint");
        errors.Require(options.Group.Length > 0 && !options.Group.AsSpan().ContainsAny('/', '+', '#'),
            nameof(options.Group), options.Group, "a name without /, + and #");
        errors.Range(nameof(options.ReceiveMaximum), options.ReceiveMaximum, 1, 65535);
        errors.Range(nameof(options.SessionExpiry), options.SessionExpiry, TimeSpan.FromMinutes(1),
            TimeSpan.FromSeconds(uint.MaxValue));
        errors.Range(nameof(options.KeepAlive), options.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromHours(18));
        errors.Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        errors.Range(nameof(options.SilenceLimit), options.SilenceLimit, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        errors.Range(nameof(options.ReconnectFirst), options.ReconnectFirst, TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMinutes(10));
        errors.Range(nameof(options.ReconnectLongest), options.ReconnectLongest, options.ReconnectFirst,
            TimeSpan.FromHours(1));
        errors.Range(nameof(options.StableAfter), options.StableAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        errors.Range(
            nameof(options.TakenOverWait), options.TakenOverWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckPassword(options, errors);
        if (options.Tls.Enabled) CheckTls(options.Tls, errors);
    }

    private static void CheckPassword(MqttSourceOptions options, OptionErrors errors)
    {
        string[] ways = [options.Password, options.PasswordFile, options.PasswordVariable];
        // The value of Password must never reach a message.
        errors.Require(ways.Count(way => way.Length > 0) <= 1, nameof(options.PasswordFile), options.PasswordFile,
            "only one of Password, PasswordFile and PasswordVariable");
        errors.Require(options.User.Length > 0 || ways.All(way => way.Length == 0), nameof(options.User), options.User,
            "a user name wherever a password is given");
        errors.File(nameof(options.PasswordFile), options.PasswordFile);
        errors.Require(
            options.PasswordVariable.Length == 0
            || Environment.GetEnvironmentVariable(options.PasswordVariable) is not null,
            nameof(options.PasswordVariable), options.PasswordVariable, "an environment variable that is set");
    }

    private static void CheckTls(BrokerTlsOptions tls, OptionErrors errors)
    {
        const string Path = nameof(MqttSourceOptions.Tls) + ":";
        errors.File(Path + nameof(tls.CaFile), tls.CaFile);
        errors.File(Path + nameof(tls.CertificateFile), tls.CertificateFile);
        errors.File(Path + nameof(tls.KeyFile), tls.KeyFile);
        errors.Require(
            tls.CertificateFile.Length > 0 == tls.KeyFile.Length > 0, Path + nameof(tls.KeyFile), tls.KeyFile,
            "CertificateFile and KeyFile, both or neither");
    }

    private static bool IsPlain(string text) => text.Length is > 0 and <= 60 && !text.Any(char.IsControl);
}
