using System.Runtime.InteropServices;
using Telemetry.Simulators.Commands;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.RunAsync(args, Console.Out, Console.Error, interrupted.Token);

void Stop(PosixSignalContext signal)
{
    // The first ends the work, a second one the process.
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
