using System.Globalization;
using System.Text;

namespace Telemetry.Benchmarks.Micro;

/// <summary>Messages as devices send them: what the decoders and the bare walk are both given.</summary>
internal static class Wire
{
    public const string FlowTopic = "sanitation/plants/works-1/flow/outlet";

    public const string PositionTopic = "sanitation/vehicles/truck-7/position";

    /// <summary>2026-06-01T00:00:00Z; the moment of receipt, and of the first reading.</summary>
    public const long NowMs = 1_780_272_000_000;

    public static byte[] Flow(int objects) => Array(objects, static i => FormattableString.Invariant(
        $$"""{"ts":{{NowMs + i}},"flow_m3h":{{1500 + i % 97 * 0.25}},"total_m3":{{812_345.5 + i}},"q":"N"}"""));

    /// <summary>Five decimals, about a metre, as receivers send them.</summary>
    public static byte[] Position(int objects) => Array(objects, static i => PositionText(
        i, (30.01 + i * 1e-5).ToString("0.0####", CultureInfo.InvariantCulture), "122.106"));

    /// <summary>
    /// Degrees that a device has computed from degrees and minutes, and sends with all the 16 or 17 digits of a double.
    /// </summary>
    public static byte[] ComputedPosition(int objects) => Array(objects, static i => PositionText(
        i, (30 + (0.7206 + i * 1e-4) / 60).ToString(CultureInfo.InvariantCulture),
        (122 + (6.3601 + i * 1e-4) / 60).ToString(CultureInfo.InvariantCulture)));

    private static string PositionText(int i, string lat, string lon) => FormattableString.Invariant(
        $$"""{"ts":{{NowMs + i}},"lat":{{lat}},"lon":{{lon}},"speed_kmh":{{i % 60 + 0.5}},"heading_deg":{{i % 360}},"ignition":true,"working":false}""");

    private static byte[] Array(int objects, Func<int, string> text) => Encoding.UTF8.GetBytes(
        objects == 1 ? text(1) : $"[{string.Join(',', Enumerable.Range(1, objects).Select(text))}]");
}
