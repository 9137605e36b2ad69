using System.Text.Json;
using Telemetry.Storage.Operations.Declared.Forms;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>Figures as they came in, read and checked; one wrong value leaves nothing to be taken.</summary>
internal sealed class FigureReading(FigureRules rules)
{
    private readonly List<Declaration> _figures = [];
    private readonly List<FigureError> _errors = [];
    private readonly Dictionary<(FigureKind Kind, string Identity), int> _rows = [];

    /// <summary>In the order given; without meaning where there are errors.</summary>
    public IReadOnlyList<Declaration> Figures => _figures;

    public IReadOnlyList<FigureError> Errors => _errors;

    public static FigureReading Of(IReadOnlyList<Declaration> figures, FigureRules rules)
    {
        var reading = new FigureReading(rules);
        for (var i = 0; i < figures.Count; i++)
        {
            using var document = JsonDocument.Parse(FigureForm.JsonOf(figures[i]));
            reading.Add(i + 1, FigureForm.Of(figures[i].Kind), FieldTexts.Of(document.RootElement));
        }
        return reading;
    }

    public static FigureReading Of(FigureKind kind, JsonElement json, FigureRules rules)
    {
        var reading = new FigureReading(rules);
        var form = FigureForm.Of(kind);
        JsonElement[] objects = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
        for (var i = 0; i < objects.Length; i++)
        {
            if (objects[i].ValueKind != JsonValueKind.Object)
            {
                reading.Wrong(i + 1, "", null, "an object with the keys " + Names(form));
                continue;
            }
            var texts = FieldTexts.Of(objects[i]);
            foreach (var key in texts.Keys.Where(key => !form.Columns.Any(column => column.Name == key)))
                reading.Wrong(i + 1, key, null, "is no key of it; allowed are " + Names(form));
            reading.Add(i + 1, form, texts);
        }
        if (objects.Length == 0) reading.Wrong(0, "", null, "there is no figure in it");
        return reading;
    }

    public void Add(int row, FigureForm form, IReadOnlyDictionary<string, string> texts)
    {
        var fields = new FigureFields(row, texts, rules);
        var figure = form.Read(fields);
        _errors.AddRange(fields.Errors);
        if (figure is null) return;
        if (!_rows.TryAdd((figure.Kind, figure.Identity), row))
        {
            Wrong(row, "", null, FormattableString.Invariant(
                $"states the same figure as row {_rows[(figure.Kind, figure.Identity)]}: keep one of them"));
        }
        _figures.Add(figure);
    }

    public void Wrong(int row, string column, string? value, string allowed) =>
        _errors.Add(new FigureError(row, column, value, allowed));

    public static string Names(FigureForm form) => string.Join(", ", form.Columns.Select(column => column.Name));
}
