using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Benchmarks.Load;

/// <summary>A spool full of points that wait for the store, written by the spool itself.</summary>
internal static class Backlog
{
    /// <summary>Lines committed together, as under load.</summary>
    private const int Group = 2_000;

    private const int Devices = 500;

    public static Spool Open(string folder) => Spool.Open(
        new SpoolOptions { Folder = folder, MaxSize = long.MaxValue }, DiskFiles.Instance, TimeProvider.System,
        NullLogger.Instance);

    /// <summary>Every line a point of its own: no two share series and time.</summary>
    public static void Fill(Spool spool, long lines)
    {
        var firstMs = TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds();
        var text = new StringBuilder(Group * 128);
        for (var written = 0L; written < lines;)
        {
            text.Clear();
            var count = (int)Math.Min(Group, lines - written);
            for (var i = 0; i < count; i++, written++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"plant_flow,plant=backlog,meter=m{written % Devices} "
                    + $"flow_m3h={1500 + written % 97},total_m3={812_345 + written},q=\"N\",flags=0i "
                    + $"{firstMs + written / Devices}\n");
            }
            spool.Append(Encoding.UTF8.GetBytes(text.ToString()), count);
        }
        spool.Sync();
    }
}
