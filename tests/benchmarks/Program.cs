using System.CommandLine;
using Telemetry.Benchmarks.Derive;
using Telemetry.Benchmarks.Fleet;
using Telemetry.Benchmarks.Load;
using Telemetry.Benchmarks.Micro;
using Telemetry.Benchmarks.Peers;
using Telemetry.Benchmarks.Screens;

var root = new RootCommand("Benchmarks of Telemetry, each held against its limit")
{
    LoadCommand.Create(),
    DeriveCommand.Create(),
    FleetCommand.Create(),
    ConsoleCommand.Create(),
    MicroCommand.Create(),
    PublishCommand.Create(),
    BareSubscriber.Create(),
    BareServer.Create(),
};
return await root.Parse(args).InvokeAsync();
