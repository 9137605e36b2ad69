namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>Columns that several kinds have.</summary>
internal static class Shared
{
    public const int LongestReason = 1_000;
    public const int LongestSource = 200;

    public static readonly FigureColumn PlantColumn = new("plant", true, "", "a plant of the registry");

    public static readonly FigureColumn MeterColumn = new("meter", true, "", "a meter of the plant");

    public static readonly FigureColumn DayColumn = new("day", true, "", "a local day that has begun: 2009-03-01");

    public static readonly FigureColumn AtColumn =
        new("at", true, "", "an instant with its offset from UTC: 2009-03-01T08:00:00+08:00");

    public static readonly FigureColumn ScopeColumn = new("scope", true, "", "city or a district of the registry");

    public static readonly FigureColumn FromColumn = new("from", true, "", "the first local day it holds: 2009-01-01");

    public static readonly FigureColumn UntilColumn =
        new("until", false, "", "the first local day it no longer holds; empty while it lasts");

    public static readonly FigureColumn ReasonColumn = new("reason", true, "", "1 to 1,000 characters");

    public static readonly FigureColumn SourceColumn =
        new("source", true, "", "where it comes from, such as a report's number; 1 to 200 characters");

    public static FigureColumn Volume(string what) => new("volume_m3", true, "m³", "0 or more: " + what);

    public static string Source(FigureFields fields) => fields.Text("source", LongestSource, isRequired: true);
}
