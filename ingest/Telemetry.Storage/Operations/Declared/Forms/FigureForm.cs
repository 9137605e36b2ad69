using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>
/// How a kind of figure is written: one form for the rows of a file, the objects of the API, the content of the
/// database and the ledger. Whatever comes in is read through it, so that there is one set of rules.
/// </summary>
internal abstract class FigureForm
{
    private static readonly FrozenDictionary<FigureKind, FigureForm> Forms = new FigureForm[]
    {
        new WaterSupplyForm(), new DeclaredGenerationForm(), new MeterReplacementForm(), new DayCorrectionForm(),
        new MissedVolumeForm(), new LaboratoryResultForm(), new WeighingForm(),
    }.ToFrozenDictionary(static form => form.Kind);

    // Names stay readable in the database; whoever shows the text escapes it for where it goes.
    private static readonly JsonWriterOptions Writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public abstract FigureKind Kind { get; }

    public abstract ImmutableArray<FigureColumn> Columns { get; }

    public static FigureForm Of(FigureKind kind) => Forms[kind];

    /// <summary>Null where anything is wrong: then the fields hold the errors.</summary>
    public Declaration? Read(FigureFields fields)
    {
        var before = fields.Errors.Count;
        var figure = Make(fields);
        return fields.Errors.Count == before ? figure : null;
    }

    /// <summary>The content as one JSON object without white space: equal figures are equal texts.</summary>
    public static string JsonOf(Declaration figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            json.WriteStartObject();
            Of(figure.Kind).Write(figure, new FigureWriter(json));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Kind and content.</summary>
    public static string LineOf(Declaration figure) =>
        $"{Domain.Registry.WireNames.Of(figure.Kind)} {JsonOf(figure)}";

    /// <summary>What <see cref="JsonOf"/> wrote and the database kept.</summary>
    /// <exception cref="InvalidDataException">It is nothing that this program wrote.</exception>
    public static Declaration Parse(FigureKind kind, string json)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new FigureFields(0, FieldTexts.Of(document.RootElement), FigureRules.None);
        return Of(kind).Read(fields)
            ?? throw new InvalidDataException($"a stored figure can't be read: {string.Join("; ", fields.Errors)}");
    }

    /// <summary>Reads every field, also after one that is wrong.</summary>
    protected abstract Declaration Make(FigureFields fields);

    protected abstract void Write(Declaration figure, FigureWriter to);
}
