using System.CommandLine;
using Telemetry.Host.Commands;

var root = new RootCommand(
    "MQTT telemetry for sewage plants, fecal treatment plants and sanitation vehicles. "
    + "Without a command it runs the host and waits for devices.")
{
    DemoCommand.Create(),
    DeadLettersCommand.Create(),
    ResendCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    PasswordCommand.Create(),
};
RunCommand.Attach(root);
return await root.Parse(args).InvokeAsync();
