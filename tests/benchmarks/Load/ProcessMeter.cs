using System.Globalization;
using System.Runtime.InteropServices;

namespace Telemetry.Benchmarks.Load;

/// <summary>What Linux says of a process: CPU seconds used, memory resident.</summary>
internal static class ProcessMeter
{
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const double TicksPerSecond = 100;

    /// <summary>User and system, seconds, in steps of 10 ms; NaN where the process has gone.</summary>
    public static double CpuSeconds(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name may hold spaces; fields are counted behind its parenthesis. utime is field 14, stime 15.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
        catch (IOException)
        {
            return double.NaN;
        }
    }

    public static double ResidentMegabytes(int process) => Status(process, "VmRSS:");

    public static double PeakMegabytes(int process) => Status(process, "VmHWM:");

    public static void Pause(int process) => _ = Kill(process, SigStop);

    public static void Resume(int process) => _ = Kill(process, SigCont);

    private static double Status(int process, string name)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null
                ? double.NaN : Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal)) / 1024;
        }
        catch (IOException)
        {
            return double.NaN;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
