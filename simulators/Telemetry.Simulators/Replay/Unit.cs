using System.Collections.Frozen;

namespace Telemetry.Simulators.Replay;

/// <summary>
/// A unit that a recording may be in, and how it becomes the unit that a field's name ends in:
/// (value - <see cref="Minus"/>) × <see cref="Times"/> ÷ <see cref="Over"/>.
/// </summary>
/// <remarks>
/// Sources: the inch is 0.0254 m, the pound 0.45359237 kg, the mile 1609.344 m (international yard and pound agreement,
/// 1959); the nautical mile is 1852 m (Monaco, 1929); the US gallon is 231 cubic inches, 3.785411784 L, and MGD a
/// million of them a day; the imperial gallon is 4.54609 L (Weights and Measures Act 1985); 0 °C is 273.15 K. All as
/// in NIST SP 811, appendix B, and all exact.
/// </remarks>
/// <param name="Name">As written on the command line; upper and lower case are alike.</param>
/// <param name="Target">What the field's name must end in, such as <c>m3h</c>.</param>
public sealed record Unit(string Name, string Target, double Times, double Over = 1, double Minus = 0)
{
    private const double UsGallonL = 3.785411784;
    private const double ImperialGallonL = 4.54609;
    private const double CubicFootL = 28.316846592;

    public static readonly FrozenDictionary<string, Unit> All = new Unit[]
    {
        new("m3/h", "m3h", 1),
        new("m3/d", "m3h", 1, 24),
        new("m3/s", "m3h", 3600),
        new("t/d", "m3h", 1, 24),
        new("L/s", "m3h", 3.6),
        new("L/min", "m3h", 60, 1000),
        new("ML/d", "m3h", 1000, 24),
        new("MGD", "m3h", UsGallonL * 1000, 24),
        new("gpm", "m3h", UsGallonL * 60, 1000),
        new("cfs", "m3h", CubicFootL * 3600, 1000),
        new("MGD-imp", "m3h", ImperialGallonL * 1000, 24),

        new("m3", "m3", 1),
        new("L", "m3", 1, 1000),
        new("gal", "m3", UsGallonL, 1000),
        new("MG", "m3", UsGallonL * 1000),
        new("ft3", "m3", CubicFootL, 1000),

        new("km/h", "kmh", 1),
        new("m/s", "kmh", 3.6),
        new("mph", "kmh", 1.609344),
        new("knots", "kmh", 1.852),

        new("m", "m", 1),
        new("cm", "m", 1, 100),
        new("mm", "m", 1, 1000),
        new("in", "m", 0.0254),
        new("ft", "m", 0.3048),

        new("km", "km", 1),
        new("mi", "km", 1.609344),
        new("nmi", "km", 1.852),

        new("kg", "kg", 1),
        new("t", "kg", 1000),
        new("lb", "kg", 0.45359237),

        new("C", "c", 1),
        new("F", "c", 5, 9, 32),
        new("K", "c", 1, 1, 273.15),

        new("deg", "deg", 1),
        new("rad", "deg", 180, Math.PI),

        new("mg/L", "mgl", 1),
        new("ug/L", "mgl", 1, 1000),
        new("g/m3", "mgl", 1),

        new("pct", "pct", 1),
        new("fraction", "pct", 100),
    }.ToFrozenDictionary(static unit => unit.Name, StringComparer.OrdinalIgnoreCase);

    public double Convert(double value) => (value - Minus) * Times / Over;

    /// <summary>Whether a field is in the unit that this one becomes.</summary>
    public bool Fits(string field) => field.EndsWith("_" + Target, StringComparison.Ordinal);
}
