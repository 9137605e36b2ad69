using System.Globalization;
using System.Text;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>
/// What is said above a published page while a revision waits: the page below it stays as it was published, byte by
/// byte.
/// </summary>
internal static class PendingNote
{
    private static ReadOnlySpan<byte> Body => "<body>\n"u8;

    public static byte[] Above(byte[] page, ReportLanguage language, long revision)
    {
        var at = page.AsSpan().IndexOf(Body);
        if (at < 0) throw new InvalidDataException("the published page has no body");
        at += Body.Length;
        var words = string.Format(CultureInfo.InvariantCulture, language.Say("pending_note"), revision);
        return
        [
            .. page.AsSpan(0, at), .. Encoding.UTF8.GetBytes($"<aside role=\"note\">{words}</aside>\n"),
            .. page.AsSpan(at),
        ];
    }
}
