using System.Globalization;
using Telemetry.Dashboards.Declared;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Dashboards.Reports;

/// <summary>What people declared, reviewed and changed, as a month's report tells it.</summary>
internal sealed class RecordReading(IOperations operations)
{
    /// <summary>Loads and samples are data by the hundred; what they come to stands in the days.</summary>
    private static readonly FigureKind[] Told =
    [
        FigureKind.WaterSupply, FigureKind.DeclaredGeneration, FigureKind.MeterReplacement, FigureKind.DayCorrection,
        FigureKind.MissedVolume,
    ];

    /// <summary>Changes of closed days, and reviews; what concerns publication stands beside the report.</summary>
    private static readonly LedgerKind[] Noted = [LedgerKind.DayValue, LedgerKind.Review];

    public async Task<IReadOnlyList<Correction>> CorrectionsAsync(
        ScopeSubjects subjects, LedgerMonth month, City city, CancellationToken cancellationToken)
    {
        var figures = await operations.Declared.InForceAsync(Told, month.FirstDay, month.End, cancellationToken);
        var found = new Dictionary<long, DeclaredFigure>();
        foreach (var kind in Told)
        {
            foreach (var subject in figures.SubjectsOf(kind).Where(subjects.HasDeclared))
            {
                for (var day = month.FirstDay; day < month.End; day = day.AddDays(1))
                {
                    foreach (var figure in figures.On(kind, subject, day)) found[figure.Id] = figure;
                }
            }
        }
        return [.. found.Values.OrderBy(figure => figure.Id).Select(figure => Of(figure, city))];
    }

    public async Task<IReadOnlyList<ReportNote>> NotesAsync(
        ScopeSubjects subjects, LedgerMonth month, City city, CancellationToken cancellationToken)
    {
        var notes = new List<ReportNote>();
        foreach (var kind in Noted)
        {
            long? before = null;
            do
            {
                var page = await operations.Ledger.ReadAsync(
                    new LedgerQuery
                    {
                        Kind = kind, FromDay = month.FirstDay, ToDay = month.End, Before = before,
                        Limit = LedgerQuery.MostRows,
                    },
                    cancellationToken);
                notes.AddRange(page.Rows
                    .Where(row => ScopeSubjects.IsTold(row.Subject) && subjects.Has(row.Subject))
                    .Select(row => Of(row, city)));
                before = page.Next;
            }
            while (before is not null);
        }
        return notes;
    }

    /// <summary>When the newest of the days became what it is, provisional ones too; null where none is.</summary>
    public async Task<DateTimeOffset?> NewestDayAsync(
        ScopeSubjects subjects, LedgerMonth month, CancellationToken cancellationToken)
    {
        var given = await operations.DayValues.TimesAsync(month.FirstDay, month.End, cancellationToken);
        DateTimeOffset? newest = null;
        foreach (var value in given)
        {
            if (subjects.Has(value.Subject.ToString()) && !(value.At <= newest)) newest = value.At;
        }
        return newest;
    }

    private static Correction Of(DeclaredFigure figure, City city) => new(
        WireNames.Of(figure.Kind), figure.Subject, figure.Declaration.From, figure.Declaration.Until,
        FigureWords.Of(figure.Declaration), figure.Declaration.Source, figure.Actor.ToString(), city.Local(figure.At));

    private static ReportNote Of(LedgerRow row, City city)
    {
        var kind = WireNames.Of(row.Kind);
        var (before, after) = row.Kind == LedgerKind.DayValue ? Differences(row) : (null, null);
        return new ReportNote(
            kind, row.Subject, row.Day, row.Why.Length == 0 ? null : row.Why, before, after, row.Actor.ToString(),
            city.Local(row.At));
    }

    /// <summary>Only the values that changed: <c>treated_m3 38000</c>.</summary>
    private static (string? Before, string? After) Differences(LedgerRow row)
    {
        var before = row.Before is null ? ValueSet.Empty : ValueSet.Parse(row.Before);
        var after = row.After is null ? ValueSet.Empty : ValueSet.Parse(row.After);
        (string Name, string Before, string After)[] changed =
        [
            .. before.Names.Union(after.Names).Order(StringComparer.Ordinal)
                .Select(name => Words(name, before, after)).Where(value => value.Before != value.After),
        ];
        return changed.Length == 0 ? (null, null) : (
            string.Join("; ", changed.Select(value => $"{value.Name} {value.Before}")),
            string.Join("; ", changed.Select(value => $"{value.Name} {value.After}")));
    }

    /// <summary>
    /// To ten digits, which leave out what binary fractions add at the end; to the last one where only that tells the
    /// two apart.
    /// </summary>
    private static (string Name, string Before, string After) Words(string name, ValueSet before, ValueSet after)
    {
        var (was, became) = (Word(before, name, "G10"), Word(after, name, "G10"));
        return was != became ? (name, was, became) : (name, Word(before, name, "R"), Word(after, name, "R"));
    }

    private static string Word(ValueSet values, string name, string format) =>
        values.Number(name)?.ToString(format, CultureInfo.InvariantCulture) ?? values.Text(name)
        ?? Rendering.Figures.Dash;
}
