using System.Globalization;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Dashboards.Declared;

/// <summary>What a declared figure says, in numbers and units that need no translation.</summary>
internal static class FigureWords
{
    public static string Of(Declaration figure) => figure switch
    {
        WaterSupply supply => Text($"{supply.SupplyM3D} m³/d × {supply.Coefficient} ({supply.Slot})"),
        DeclaredGeneration { ValueTD: { } tonnes } generation => Text($"{tonnes} t/d ({generation.Indicator})"),
        DeclaredGeneration generation => Text($"{generation.ValueM3D} m³/d ({generation.Indicator})"),
        MeterReplacement replacement => Text($"{replacement.LastM3} → {replacement.FirstM3} m³"),
        DayCorrection correction => Text($"{correction.VolumeM3} m³"),
        MissedVolume missed => Text($"{missed.VolumeM3} m³"),
        LaboratoryResult result => Text($"{result.Parameter} {result.Value}"),
        DeclaredWeighing weighing => Text($"{weighing.NetKg} kg ({weighing.Ticket})"),
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure.Kind, "a kind without words"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
