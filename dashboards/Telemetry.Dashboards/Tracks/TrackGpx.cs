using System.Globalization;
using System.Text;
using System.Xml;
using Telemetry.Domain.Fleet;

namespace Telemetry.Dashboards.Tracks;

/// <summary>A track as GPX 1.1: a <c>trkseg</c> for each segment, times in UTC, as that format wants them.</summary>
internal static class TrackGpx
{
    private const string Namespace = "http://www.topografix.com/GPX/1/1";
    private const int FixesAFlush = 1_000;

    public static async Task WriteAsync(Track track, Stream stream, CancellationToken cancellationToken)
    {
        var settings = new XmlWriterSettings
        {
            Async = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false,
        };
        await using var xml = XmlWriter.Create(stream, settings);
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "gpx", Namespace);
        await xml.WriteAttributeStringAsync(null, "version", null, "1.1");
        await xml.WriteAttributeStringAsync(null, "creator", null, "Telemetry");
        await xml.WriteStartElementAsync(null, "trk", Namespace);
        await xml.WriteElementStringAsync(null, "name", Namespace, track.Vehicle);
        foreach (var segment in track.Segments)
        {
            await xml.WriteStartElementAsync(null, "trkseg", Namespace);
            for (var i = 0; i < segment.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await FixAsync(xml, segment[i]);
                if (i % FixesAFlush == 0) await xml.FlushAsync();
            }
            await xml.WriteEndElementAsync();
        }
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
        await xml.FlushAsync();
    }

    private static async Task FixAsync(XmlWriter xml, Ping fix)
    {
        await xml.WriteStartElementAsync(null, "trkpt", Namespace);
        await xml.WriteAttributeStringAsync(null, "lat", null, Degrees(fix.Lat));
        await xml.WriteAttributeStringAsync(null, "lon", null, Degrees(fix.Lon));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(fix.TimeMs);
        await xml.WriteElementStringAsync(
            null, "time", Namespace, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
        await xml.WriteEndElementAsync();
    }

    // An xsd:decimal has no exponent; seven places are a centimetre.
    private static string Degrees(double degrees) => degrees.ToString("0.#########", CultureInfo.InvariantCulture);
}
