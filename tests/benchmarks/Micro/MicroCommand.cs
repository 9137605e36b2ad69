using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Telemetry.Benchmarks.Micro;

/// <summary><c>micro</c>: BenchmarkDotNet over the hot path's parts.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var shortRun = new Option<bool>("--short") { Description = "Few iterations: some minutes" };
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only benchmarks whose name fits, such as *Decode*; may be repeated",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "micro", "Time and memory of decode, validate, encode, line protocol, CRC-32C, spool append and commit")
        {
            shortRun, filter,
        };
        command.SetAction(parsed =>
        {
            // In this process: what is built already is measured, whatever folder or SDK there is.
            var job = (parsed.GetValue(shortRun) ? Job.ShortRun : Job.Default).WithToolchain(
                InProcessEmitToolchain.Instance);
            var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job);
            var arguments = parsed.GetValue(filter) is { Length: > 0 } names
                ? ["--filter", .. names] : new[] { "--filter", "*" };
            var reports = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(arguments, config);
            return reports.Any(report => report.HasCriticalValidationErrors || report.Reports.Any(one => !one.Success))
                ? 1 : 0;
        });
        return command;
    }
}
