using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Derived;

/// <summary>
/// What stands in InfluxDB for an unknown number. A point there can't lose a field: leaving it out of a later write
/// leaves the old value standing, and it takes no NaN. So an unknown number is written as a value nobody can take for
/// one, the fill values of NetCDF, and every reader here leaves such a field out. SQLite has NULL for it.
/// </summary>
internal static class Fill
{
    public const double Number = 9.9692099683868690e+36;

    public const long Integer = -9_223_372_036_854_775_806;

    /// <summary>As InfluxQL writes it, which knows no exponents; null for a type that is never unknown.</summary>
    public static string? InfluxQl(FieldType type) => type switch
    {
        FieldType.Float => "9969209968386869000000000000000000000.0",
        FieldType.Integer => "-9223372036854775806",
        _ => null,
    };
}
