using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using static Telemetry.Storage.Operations.Declared.Forms.Shared;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>What a person says of a meter's day, in one volume.</summary>
internal abstract class DayVolumeForm(string meaning) : FigureForm
{
    public override ImmutableArray<FigureColumn> Columns { get; } =
        [PlantColumn, MeterColumn, DayColumn, Volume(meaning), ReasonColumn, SourceColumn];

    protected override Declaration Make(FigureFields fields)
    {
        var plant = fields.Plant("plant", out var id);
        return Make(new(
            id, fields.Meter("meter", plant), fields.PastDay("day"), fields.Number("volume_m3", ValueRange.NotNegative),
            fields.Text("reason", LongestReason, isRequired: true), Source(fields)));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var (plant, meter, day, volume, reason, source) = PartsOf(figure);
        to.Text("plant", plant.Value);
        to.Text("meter", meter.Value);
        to.Day("day", day);
        to.Number("volume_m3", volume);
        to.Text("reason", reason);
        to.Text("source", source);
    }

    protected abstract Declaration Make(in Parts parts);

    protected abstract Parts PartsOf(Declaration figure);

    protected readonly record struct Parts(
        PlantId Plant, MeterId Meter, DateOnly Day, double VolumeM3, string Reason, string Source);
}

internal sealed class DayCorrectionForm() : DayVolumeForm("what the whole day came to")
{
    public override FigureKind Kind => FigureKind.DayCorrection;

    protected override Declaration Make(in Parts parts) =>
        new DayCorrection(parts.Plant, parts.Meter, parts.Day, parts.VolumeM3, parts.Reason, parts.Source);

    protected override Parts PartsOf(Declaration figure)
    {
        var (plant, meter, day, volume, reason, source) = (DayCorrection)figure;
        return new(plant, meter, day, volume, reason, source);
    }
}

internal sealed class MissedVolumeForm() : DayVolumeForm("what the meter missed")
{
    public override FigureKind Kind => FigureKind.MissedVolume;

    protected override Declaration Make(in Parts parts) =>
        new MissedVolume(parts.Plant, parts.Meter, parts.Day, parts.VolumeM3, parts.Reason, parts.Source);

    protected override Parts PartsOf(Declaration figure)
    {
        var (plant, meter, day, volume, reason, source) = (MissedVolume)figure;
        return new(plant, meter, day, volume, reason, source);
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
