using System.Text;

namespace Telemetry.Host.Doctor;

/// <summary>Finds the settings of a mosquitto that runs on this machine.</summary>
internal static class MosquittoProcess
{
    /// <summary>The file of the one that listens on the port; null where none is seen or may be read.</summary>
    public static MosquittoFile? FindFile(int port)
    {
        if (!Directory.Exists("/proc")) return null;
        foreach (var process in Directory.GetDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(process)[0])) continue;
            try
            {
                if (File.ReadAllText(Path.Combine(process, "comm")).Trim() != "mosquitto") continue;
                var commandLine = File.ReadAllBytes(Path.Combine(process, "cmdline"));
                var arguments = Encoding.UTF8.GetString(commandLine).Split('\0');
                var flag = Array.FindIndex(arguments, argument => argument is "-c" or "--config-file");
                if (flag < 0 || flag + 1 >= arguments.Length) continue;
                var link = File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false);
                var folder = link?.FullName ?? "/";
                var file = MosquittoFile.Read(Path.GetFullPath(arguments[flag + 1], folder));
                if (file.ListensOn(port)) return file;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Ended since it was listed, or another account's: what can't be seen is said to be unseen.
            }
        }
        return null;
    }
}
