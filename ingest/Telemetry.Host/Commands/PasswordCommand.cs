using System.CommandLine;
using Telemetry.Mqtt.Broker;

namespace Telemetry.Host.Commands;

/// <summary><c>telemetry password</c>: hashes a password for the embedded broker's user file.</summary>
internal static class PasswordCommand
{
    public static Command Create()
    {
        var command = new Command(
            "password", "Reads a password from standard input and prints its hash for the broker's user file.");
        command.SetAction(async (_, cancellationToken) =>
        {
            if (!Console.IsInputRedirected) await Console.Error.WriteAsync("Password: ");
            var password = await Console.In.ReadLineAsync(cancellationToken);
            if (string.IsNullOrEmpty(password))
            {
                await Console.Error.WriteLineAsync("telemetry: no password was given");
                return CommandLine.Refused;
            }
            Console.WriteLine(PasswordHash.Hash(password));
            return 0;
        });
        return command;
    }
}
