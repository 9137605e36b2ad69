using System.CommandLine;
using Telemetry.Benchmarks.Micro;

var root = new RootCommand("Benchmarks of Telemetry, each held against its limit") { MicroCommand.Create() };
return await root.Parse(args).InvokeAsync();
