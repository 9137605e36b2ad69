using System.CommandLine;
using Telemetry.Host.Commands;

var root = new RootCommand(
    "MQTT telemetry for sewage plants, fecal treatment plants and sanitation vehicles. "
    + "Without a command it runs the host and waits for devices. Every setting may follow any command, "
    + "such as --Telemetry:Web:Url=http://127.0.0.1:8090.")
{
    DemoCommand.Create(),
    ReportCommand.Create(),
    DeadLettersCommand.Create(),
    ResendCommand.Create(),
    RecomputeCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    DoctorCommand.Create(),
    PasswordCommand.Create(),
    AccountCommand.Create(),
};
RunCommand.Attach(root);
return await CommandLine.RunAsync(root, args);
