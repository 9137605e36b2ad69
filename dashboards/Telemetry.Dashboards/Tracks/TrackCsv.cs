using System.Globalization;
using System.Text;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tracks;

/// <summary>
/// A track as CSV (RFC 4180), UTF-8 with a byte order mark: one line a fix, the segment's number first. What the
/// tracker doesn't tell is empty.
/// </summary>
internal static class TrackCsv
{
    private const string Header = "segment,time,lat,lon,speed_kmh,accuracy_m,ignition,working,load_kg\r\n";
    private const int CharsAWrite = 32_768;

    public static async Task WriteAsync(Track track, City city, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using (writer)
        {
            var lines = new StringBuilder(Header);
            for (var i = 0; i < track.Segments.Length; i++)
            {
                foreach (var fix in track.Segments[i])
                {
                    Line(lines, i + 1, fix, city);
                    if (lines.Length < CharsAWrite) continue;
                    await writer.WriteAsync(lines, cancellationToken);
                    lines.Clear();
                }
            }
            await writer.WriteAsync(lines, cancellationToken);
        }
    }

    private static void Line(StringBuilder lines, int segment, in Ping fix, City city)
    {
        var time = city.Local(DateTimeOffset.FromUnixTimeMilliseconds(fix.TimeMs));
        lines.Append(CultureInfo.InvariantCulture, $"{segment},{time:yyyy-MM-dd'T'HH:mm:ss.FFFzzz},{fix.Lat},{fix.Lon}")
            .Append(CultureInfo.InvariantCulture, $",{fix.SpeedKmh},{fix.AccuracyM}")
            .Append(',').Append(Word(fix.Ignition)).Append(',').Append(Word(fix.Working))
            .Append(CultureInfo.InvariantCulture, $",{fix.LoadKg}\r\n");
    }

    private static string Word(bool? truth) => truth switch { true => "true", false => "false", null => "" };
}
