using System.Net;
using Microsoft.Extensions.Options;
using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Broker;

/// <summary>Finds every error at once, those of the users file among them.</summary>
public sealed class EmbeddedBrokerOptionsValidator : IValidateOptions<EmbeddedBrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddedBrokerOptions options)
    {
        var errors = new OptionErrors(EmbeddedBrokerOptions.Section);
        var isAddress = IPAddress.TryParse(options.Address, out _);
        errors.Require(
            isAddress, nameof(options.Address), options.Address, "an IP address such as 127.0.0.1 or 0.0.0.0");
        errors.Range(nameof(options.Port), options.Port, 0, 65535);
        errors.Range(nameof(options.TlsPort), options.TlsPort, 0, 65535);
        errors.Require(!isAddress || options.IsLoopback || options.UsersFile.Length > 0, nameof(options.Address),
            options.Address, "a loopback address, unless UsersFile says who may connect");
        errors.Require(options.TlsPort == 0 || options.CertificateFile.Length > 0, nameof(options.CertificateFile),
            options.CertificateFile, "a PFX or PEM file where TlsPort is set");
        errors.Require(options.TlsPort == 0 || options.TlsPort != options.Port, nameof(options.TlsPort),
            $"{options.TlsPort}", "another port than Port");
        errors.File(nameof(options.CertificateFile), options.CertificateFile);
        errors.File(nameof(options.KeyFile), options.KeyFile);
        errors.File(nameof(options.CertificatePasswordFile), options.CertificatePasswordFile);
        errors.File(nameof(options.UsersFile), options.UsersFile);
        errors.Range(nameof(options.MaxPayloadBytes), options.MaxPayloadBytes, 1024, 256 << 20);
        errors.Range(nameof(options.QueuePerSubscriber), options.QueuePerSubscriber, 1, 1_000_000);
        errors.Require(
            options.SessionExpiry >= TimeSpan.FromMinutes(1) && options.SessionExpiry <= TimeSpan.FromDays(365),
            nameof(options.SessionExpiry), $"{options.SessionExpiry}", "1 minute to 365 days");
        errors.Require(Enum.IsDefined(options.OutsideRoot), nameof(options.OutsideRoot), $"{options.OutsideRoot}",
            "Refuse or Forward");
        if (File.Exists(options.UsersFile))
        {
            foreach (var error in UserList.Read(options.UsersFile).Errors)
                errors.Require(false, nameof(options.UsersFile), options.UsersFile, error);
        }
        return errors.ToResult();
    }
}
