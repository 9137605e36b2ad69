using System.Collections.Immutable;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using static Telemetry.Storage.Operations.Declared.Forms.Shared;

namespace Telemetry.Storage.Operations.Declared.Forms;

internal sealed class WaterSupplyForm : FigureForm
{
    // As in the registry: sewage comes from rain and wells as well, and twice the supply is a slip of the pen.
    private static readonly ValueRange Coefficients = new(double.Epsilon, 2);

    public override FigureKind Kind => FigureKind.WaterSupply;

    public override ImmutableArray<FigureColumn> Columns { get; } =
    [
        ScopeColumn, new("customers", true, "", string.Join(", ", WireNames.All<CustomerClass>())), FromColumn,
        UntilColumn, new("supply_m3d", true, "m³/d", "0 or more"),
        new("coefficient", true, "m³/m³", "sewage generated per water supplied: above 0, at most 2"), SourceColumn,
    ];

    protected override Declaration Make(FigureFields fields)
    {
        var (from, until) = fields.Period();
        var coefficient = fields.OptionalNumber("coefficient", ValueRange.Finite, isRequired: true) ?? 1;
        if (!Coefficients.Contains(coefficient)) fields.Wrong("coefficient", "above 0, at most 2");
        return new WaterSupply(
            fields.Scope("scope"), fields.Choice<CustomerClass>("customers"), from, until,
            fields.Number("supply_m3d", ValueRange.NotNegative), coefficient, Source(fields));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var supply = (WaterSupply)figure;
        to.Text("scope", supply.Subject);
        to.Text("customers", supply.Slot);
        to.Day("from", supply.From);
        to.Day("until", supply.Until);
        to.Number("supply_m3d", supply.SupplyM3D);
        to.Number("coefficient", supply.Coefficient);
        to.Text("source", supply.Source);
    }
}

internal sealed class DeclaredGenerationForm : FigureForm
{
    public override FigureKind Kind => FigureKind.DeclaredGeneration;

    public override ImmutableArray<FigureColumn> Columns { get; } =
    [
        new("indicator", true, "", "an indicator of the registry, except plant_load"), ScopeColumn, FromColumn,
        UntilColumn, new("value_m3d", false, "m³/d", "0 or more; for sewage and fecal matter"),
        new("value_td", false, "t/d", "0 or more; for garbage"), SourceColumn,
    ];

    protected override Declaration Make(FigureFields fields)
    {
        var indicator = fields.Indicator("indicator", out var id);
        var (from, until) = fields.Period();
        var cubic = fields.OptionalNumber("value_m3d", ValueRange.NotNegative);
        var tonnes = fields.OptionalNumber("value_td", ValueRange.NotNegative);
        if (indicator?.Kind == IndicatorKind.PlantLoad)
            fields.Wrong("indicator", "not a plant's load, which is held against its design capacity");
        else CheckUnit(fields, indicator);
        return new DeclaredGeneration(id, fields.Scope("scope"), from, until, cubic, tonnes, Source(fields));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var generation = (DeclaredGeneration)figure;
        to.Text("indicator", generation.Indicator);
        to.Text("scope", generation.Subject);
        to.Day("from", generation.From);
        to.Day("until", generation.Until);
        to.Number("value_m3d", generation.ValueM3D);
        to.Number("value_td", generation.ValueTD);
        to.Text("source", generation.Source);
    }

    private static void CheckUnit(FigureFields fields, Indicator? indicator)
    {
        if (indicator is null)
        {
            if (fields.Has("value_m3d") == fields.Has("value_td"))
                fields.Wrong("value_m3d", "exactly one of value_m3d and value_td");
            return;
        }
        var (needed, other) = indicator.Kind == IndicatorKind.GarbageHarmlessRate
            ? ("value_td", "value_m3d")
            : ("value_m3d", "value_td");
        if (!fields.Has(needed)) fields.Wrong(needed, $"is missing; {indicator.Id} needs it");
        if (fields.Has(other)) fields.Wrong(other, $"empty: {indicator.Id} takes {needed}");
    }
}
