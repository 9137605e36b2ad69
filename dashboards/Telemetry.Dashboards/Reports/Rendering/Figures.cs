using System.Globalization;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>
/// Figures as people read them. Volumes to a litre where they are taken on by programs and to a cubic metre on paper;
/// shares in per cent, to a hundredth.
/// </summary>
internal static class Figures
{
    /// <summary>Not known. Never 0.</summary>
    public const string Dash = "–";

    public static string UnitOf(CellKind kind) => kind switch
    {
        CellKind.Volume => "m³",
        CellKind.Share => "%",
        CellKind.Kilometres => "km",
        CellKind.Hours => "h",
        CellKind.Tonnes => "t",
        _ => "",
    };

    /// <summary>
    /// The number of a cell in the unit of its column, rounded half away from zero; null where none is.
    /// </summary>
    public static double? Rounded(Cell cell, CellKind kind) => cell.Number is not { } number ? null : kind switch
    {
        CellKind.Volume or CellKind.Amount or CellKind.Kilometres or CellKind.Tonnes =>
            Math.Round(number, 3, MidpointRounding.AwayFromZero),
        CellKind.Hours => Math.Round(number, 2, MidpointRounding.AwayFromZero),
        CellKind.Share => Math.Round(number * 100, 2, MidpointRounding.AwayFromZero),
        CellKind.Number => Math.Round(number, 6, MidpointRounding.AwayFromZero),
        _ => number,
    };

    /// <summary>As programs read it; empty where it is not known.</summary>
    public static string Plain(Cell cell, CellKind kind) =>
        Rounded(cell, kind)?.ToString(CultureInfo.InvariantCulture) ?? cell.Text ?? "";

    /// <summary>As on paper; a dash where it is not known.</summary>
    public static string OnPaper(Cell cell, CellKind kind)
    {
        if (cell.IsUnknown) return Dash;
        if (Rounded(cell, kind) is not { } number) return cell.Text!;
        var format = kind switch
        {
            CellKind.Volume or CellKind.Amount => "#,##0",
            CellKind.Share => "#,##0.00",
            CellKind.Count => "#,##0",
            CellKind.Kilometres or CellKind.Hours => "#,##0.0",
            CellKind.Tonnes => "#,##0.00",
            _ => "#,##0.######",
        };
        // Less than half a cubic metre or tonne is not nothing.
        if (number != 0 && Math.Abs(number) < 0.5 && kind is (CellKind.Volume or CellKind.Amount)) format = "0.###";
        return number.ToString(format, CultureInfo.InvariantCulture);
    }
}
