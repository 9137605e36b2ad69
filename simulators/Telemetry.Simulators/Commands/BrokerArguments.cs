using System.CommandLine;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Commands;

/// <summary>The options that say which broker: the same for every command.</summary>
internal sealed class BrokerArguments
{
    // Options on a command line show in the list of processes; the password comes from the environment or a file.
    private const string PasswordVariable = "TELEMETRY_MQTT_PASSWORD";

    private readonly Option<string> _broker = new("--broker")
    {
        Description = "host[:port] of the broker", DefaultValueFactory = static _ => "127.0.0.1:1883",
    };

    private readonly Option<string?> _user = new("--user")
    {
        Description = $"User name; the password is read from {PasswordVariable} or --password-file",
    };

    private readonly Option<FileInfo?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password",
    };

    private readonly Option<bool> _tls = new("--tls")
    {
        Description = "Encrypt; the broker's certificate must be trusted",
    };

    public void AddTo(Command command)
    {
        command.Add(_broker);
        command.Add(_user);
        command.Add(_passwordFile);
        command.Add(_tls);
    }

    /// <exception cref="UsageException">The address is none, or the password can't be read.</exception>
    public BrokerAddress Read(ParseResult parsed)
    {
        var text = parsed.GetValue(_broker)!;
        // "tcp" is only there to have the parts of an address taken apart, IPv6 brackets included.
        if (!Uri.TryCreate("tcp://" + text, UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || uri.PathAndQuery is not ("" or "/"))
            throw new UsageException($"--broker: '{text}' is not host or host:port");
        var tls = parsed.GetValue(_tls);
        return new BrokerAddress
        {
            Host = uri.DnsSafeHost,
            Port = uri.Port > 0 ? uri.Port : tls ? 8883 : 1883,
            UserName = parsed.GetValue(_user),
            Password = Password(parsed.GetValue(_passwordFile)),
            Tls = tls,
        };
    }

    private static string? Password(FileInfo? file)
    {
        if (file is null) return Environment.GetEnvironmentVariable(PasswordVariable);
        try
        {
            return File.ReadLines(file.FullName).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--password-file: {e.Message}");
        }
    }
}
