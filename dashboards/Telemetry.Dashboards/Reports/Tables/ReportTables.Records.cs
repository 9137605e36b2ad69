using System.Globalization;

namespace Telemetry.Dashboards.Reports.Tables;

/// <summary>What people declared, wrote and judged.</summary>
internal sealed partial class ReportTables
{
    private ReportTable Revised() => new(
        "revised",
        [
            new("subject", Role: ColumnRole.Subject), new("item", Role: ColumnRole.Part),
            new("day", Role: ColumnRole.Day), new("before", CellKind.Number), new("after", CellKind.Number),
            new("published_version", Role: ColumnRole.Remark),
        ],
        [
            .. report.Revised.Select(Cell[] (figure) =>
            [
                figure.Subject, language.Say(figure.Item), figure.Day is { } day ? Day(day) : null, figure.Before,
                figure.After, figure.BeforeVersion,
            ]),
        ]);

    private ReportTable Quality() => new(
        "quality",
        [
            new("subject", Role: ColumnRole.Subject), new("name", Role: ColumnRole.Name), new("accurate"),
            new("logical"), new("in_form"), new("complete"),
        ],
        [
            .. report.Quality.Select(Cell[] (asset) =>
            [
                asset.Asset, language.Of(asset.Name), Judged(asset.Accurate), Judged(asset.Logical),
                Judged(asset.InForm), Judged(asset.Complete),
            ]),
        ]);

    private ReportTable Corrections() => new(
        "corrections",
        [
            new("kind", Role: ColumnRole.Part), new("subject", Role: ColumnRole.Subject),
            new("from", Role: ColumnRole.Day), new("until"), new("value"), new("source"), new("actor"), new("at"),
        ],
        [
            .. report.Corrections.Select(Cell[] (figure) =>
            [
                language.Say(figure.Kind), figure.Subject, Day(figure.From),
                figure.Until is { } until ? Day(until) : null, figure.Value, figure.Source, figure.Actor,
                Instant(figure.At),
            ]),
        ]);

    private ReportTable Notes() => new(
        "notes",
        [
            new("at"), new("kind", Role: ColumnRole.Part), new("subject", Role: ColumnRole.Subject),
            new("day", Role: ColumnRole.Day), new("why"), new("before"), new("after"), new("actor"),
        ],
        [
            .. report.Notes.Select(Cell[] (note) =>
            [
                Instant(note.At), language.Say(note.Kind), note.Subject, note.Day is { } day ? Day(day) : null,
                note.Why is null ? null : language.Say(note.Why), note.Before, note.After, note.Actor,
            ]),
        ]);

    private string Judged(QualityWordView word)
    {
        var met = language.Say(word.Met switch { true => "yes", false => "no", null => "unknown" });
        return word.Share is not { } share ? met : string.Create(
            CultureInfo.InvariantCulture,
            $"{met} {Math.Round(share * 100, 2, MidpointRounding.AwayFromZero)} % "
            + $"({Math.Round(word.Good, 2, MidpointRounding.AwayFromZero)}/{word.Judged})");
    }
}
