using System.Globalization;

namespace Telemetry.Host.Doctor;

/// <summary>The lines of a mosquitto.conf, those of its include_dir with them.</summary>
internal sealed class MosquittoFile
{
    private readonly List<(string Key, string Value)> _lines = [];

    private MosquittoFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>The last value of an option; null where it isn't set.</summary>
    public string? this[string key] => _lines.LastOrDefault(line => line.Key == key).Value;

    /// <exception cref="IOException">It can't be read; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static MosquittoFile Read(string path)
    {
        var file = new MosquittoFile(path);
        file.Add(path);
        return file;
    }

    /// <summary>True where one of its listeners has this port; a file without a listener means 1883.</summary>
    public bool ListensOn(int port)
    {
        string[] ports =
            [.. _lines.Where(line => line.Key is "listener" or "port").Select(line => line.Value.Split(' ')[0])];
        return ports.Length == 0 ? port == 1883 : ports.Contains(port.ToString(CultureInfo.InvariantCulture));
    }

    private void Add(string path)
    {
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split(
                (char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var value = parts.Length > 1 ? parts[1] : "";
            _lines.Add((parts[0], value));
            if (parts[0] != "include_dir" || !Directory.Exists(value)) continue;
            foreach (var included in Directory.GetFiles(value, "*.conf").Order(StringComparer.Ordinal)) Add(included);
        }
    }
}
