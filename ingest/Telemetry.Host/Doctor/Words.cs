using System.Globalization;

namespace Telemetry.Host.Doctor;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    public static string Duration(TimeSpan time) => time.Duration() switch
    {
        { TotalMilliseconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms"),
        { TotalMilliseconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.#} GiB"),
    };

    public static string Count(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0}");

    /// <summary>A rate, to two digits: it is no measurement but a limit.</summary>
    public static string Rate(double perSecond)
    {
        if (perSecond < 10) return string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.#} a second");
        var step = Math.Pow(10, Math.Floor(Math.Log10(perSecond)) - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(perSecond / step) * step:N0} a second");
    }
}
