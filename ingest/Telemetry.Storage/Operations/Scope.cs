using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Operations;

/// <summary>
/// What a monthly report is about, and so what a lock locks: <c>city</c>, <c>district:ID</c> or <c>plant:ID</c>.
/// </summary>
public readonly record struct Scope
{
    private const string DistrictPrefix = "district:";
    private const string PlantPrefix = "plant:";

    private readonly string? _text;

    private Scope(string text) => _text = text;

    /// <summary>The whole city.</summary>
    public static Scope City => default;

    public static Scope Of(DistrictId district) => new(DistrictPrefix + district.Value);

    public static Scope Of(PlantId plant) => new(PlantPrefix + plant.Value);

    public bool IsCity => _text is null;

    /// <summary>Null where the scope isn't a district.</summary>
    public DistrictId? District => After(DistrictPrefix) is { } id ? new DistrictId(id) : null;

    /// <summary>Null where the scope isn't a plant.</summary>
    public PlantId? Plant => After(PlantPrefix) is { } id ? new PlantId(id) : null;

    /// <summary>As <see cref="ToString"/> writes it; false for anything else.</summary>
    public static bool TryParse(string? text, out Scope scope)
    {
        scope = text is null or "city" ? City : new Scope(text);
        if (text == "city") return true;
        return (scope.District?.Value ?? scope.Plant?.Value) is { } id && Identifier.IsValid(id);
    }

    public override string ToString() => _text ?? "city";

    internal static Scope Parse(string text) =>
        TryParse(text, out var scope) ? scope : throw new InvalidDataException($"'{text}' is no scope of a report");

    private string? After(string prefix) =>
        _text is { } text && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
