using System.Collections.Immutable;
using Telemetry.Domain.Readings;
using static Telemetry.Storage.Operations.Declared.Forms.Shared;

namespace Telemetry.Storage.Operations.Declared.Forms;

internal sealed class DayCorrectionForm : FigureForm
{
    public override FigureKind Kind => FigureKind.DayCorrection;

    public override ImmutableArray<FigureColumn> Columns { get; } =
        [PlantColumn, MeterColumn, DayColumn, Volume("what the whole day came to"), ReasonColumn, SourceColumn];

    protected override Declaration Make(FigureFields fields)
    {
        var plant = fields.Plant("plant", out var id);
        return new DayCorrection(
            id, fields.Meter("meter", plant), fields.PastDay("day"), fields.Number("volume_m3", ValueRange.NotNegative),
            fields.Text("reason", LongestReason, isRequired: true), Source(fields));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var (plant, meter, day, volume, reason, source) = (DayCorrection)figure;
        to.Text("plant", plant.Value);
        to.Text("meter", meter.Value);
        to.Day("day", day);
        to.Number("volume_m3", volume);
        to.Text("reason", reason);
        to.Text("source", source);
    }
}

internal sealed class MissedVolumeForm : FigureForm
{
    public override FigureKind Kind => FigureKind.MissedVolume;

    public override ImmutableArray<FigureColumn> Columns { get; } =
        [PlantColumn, MeterColumn, DayColumn, Volume("what the meter missed"), ReasonColumn, SourceColumn];

    protected override Declaration Make(FigureFields fields)
    {
        var plant = fields.Plant("plant", out var id);
        return new MissedVolume(
            id, fields.Meter("meter", plant), fields.PastDay("day"), fields.Number("volume_m3", ValueRange.NotNegative),
            fields.Text("reason", LongestReason, isRequired: true), Source(fields));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var (plant, meter, day, volume, reason, source) = (MissedVolume)figure;
        to.Text("plant", plant.Value);
        to.Text("meter", meter.Value);
        to.Day("day", day);
        to.Number("volume_m3", volume);
        to.Text("reason", reason);
        to.Text("source", source);
    }
}

internal sealed class MeterReplacementForm : FigureForm
{
    public override FigureKind Kind => FigureKind.MeterReplacement;

    public override ImmutableArray<FigureColumn> Columns { get; } =
    [
        PlantColumn, MeterColumn, AtColumn,
        new("last_m3", true, "m³", "0 or more: what the totaliser showed at its end"),
        new("first_m3", true, "m³", "0 or more: what the new one showed at its beginning"),
        ReasonColumn with { IsRequired = false }, SourceColumn,
    ];

    protected override Declaration Make(FigureFields fields)
    {
        var plant = fields.Plant("plant", out var id);
        var meter = fields.Meter("meter", plant);
        var (at, day) = fields.PastInstant("at");
        return new MeterReplacement(
            id, meter, at, fields.Number("last_m3", ValueRange.NotNegative),
            fields.Number("first_m3", ValueRange.NotNegative),
            fields.Text("reason", LongestReason, isRequired: false), Source(fields)) { Day = day };
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var replacement = (MeterReplacement)figure;
        to.Text("plant", replacement.Plant.Value);
        to.Text("meter", replacement.Meter.Value);
        to.Instant("at", replacement.At);
        to.Day("day", replacement.Day);
        to.Number("last_m3", replacement.LastM3);
        to.Number("first_m3", replacement.FirstM3);
        to.Text("reason", replacement.Reason);
        to.Text("source", replacement.Source);
    }
}
