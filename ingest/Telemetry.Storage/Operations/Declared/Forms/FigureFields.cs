using System.Globalization;
using System.Text;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>
/// The fields of one figure, read with their rules. Every wrong one is an error; what is returned for it then means
/// nothing, and the figure is not used.
/// </summary>
internal sealed class FigureFields(int row, IReadOnlyDictionary<string, string> texts, FigureRules rules)
{
    // What is declared for a day further back is a slip of the year.
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 1, 1);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const int LongestShown = 60;
    private const int MostNamed = 20;

    public List<FigureError> Errors { get; } = [];

    public bool Has(string name) => texts.ContainsKey(name);

    public void Wrong(string column, string allowed) => Errors.Add(
        new FigureError(row, column, texts.TryGetValue(column, out var text) ? Shown(text) : null, allowed));

    /// <summary>Empty where it is absent.</summary>
    public string Text(string name, int longest, bool isRequired)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            if (isRequired) Wrong(name, $"is missing; 1 to {longest} characters");
            return "";
        }
        if (text.Length > longest || text.Any(char.IsControl))
            Wrong(name, $"at most {longest} characters, without control characters");
        return text;
    }

    public double Number(string name, ValueRange allowed) => OptionalNumber(name, allowed, isRequired: true) ?? 0;

    public double? OptionalNumber(string name, ValueRange allowed, bool isRequired = false)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            if (isRequired) Wrong(name, $"is missing; {allowed}");
            return null;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            Wrong(name, text.Contains(',', StringComparison.Ordinal)
                ? "a number with a decimal point and no separators of thousands, such as 1234.5"
                : "a number with a decimal point, such as 1234.5");
            return null;
        }
        if (!allowed.Contains(number)) Wrong(name, allowed.ToString());
        return number + 0.0;
    }

    /// <summary>A local day that has begun.</summary>
    public DateOnly PastDay(string name)
    {
        var day = OptionalDay(name, isRequired: true) ?? Earliest;
        if (rules.Registry is not null && day > rules.Today)
            Wrong(name, $"a day that has begun, until {Declaration.Iso(rules.Today)}");
        return day;
    }

    /// <summary>The columns <c>from</c> and <c>until</c>.</summary>
    public (DateOnly From, DateOnly? Until) Period()
    {
        var from = OptionalDay("from", isRequired: true) ?? Earliest;
        var until = OptionalDay("until");
        if (until is { } end && end <= from)
            Wrong("until", $"the first day it no longer holds: after {Declaration.Iso(from)}, or empty while it lasts");
        return (from, until);
    }

    /// <summary>An instant that has passed, and its local day.</summary>
    public (DateTimeOffset At, DateOnly Day) PastInstant(string name)
    {
        const string Form = "an instant with its offset from UTC, such as 2009-03-01T08:00:00+08:00";
        if (!texts.TryGetValue(name, out var text))
        {
            Wrong(name, "is missing; " + Form);
            return default;
        }
        if (!HasOffset(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            Wrong(name, Form);
            return default;
        }
        // Milliseconds, as everywhere else.
        at = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        if (rules.Registry is null) return (at, OptionalDay("day", isRequired: true) ?? Earliest);
        var day = rules.DayOf(at);
        if (at > rules.Now + ClockTolerance) Wrong(name, "an instant that has passed");
        else if (day < Earliest) Wrong(name, $"not before {Declaration.Iso(Earliest)}");
        return (at, day);
    }

    public T Choice<T>(string name)
        where T : struct, Enum
    {
        if (texts.TryGetValue(name, out var text) && WireNames.TryParse<T>(text, out var value)) return value;
        Wrong(name, (Has(name) ? "" : "is missing; ") + "one of " + string.Join(", ", WireNames.All<T>()));
        return default;
    }

    public string Parameter(string name)
    {
        const string Form = "a quality parameter such as cod_mgl: a to z, 0 to 9 and _, at most 40 characters";
        if (!texts.TryGetValue(name, out var text))
        {
            Wrong(name, "is missing; " + Form);
            return "";
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!QualityParameters.IsValidName(bytes) || QualityParameters.IsReserved(bytes)) Wrong(name, Form);
        return text;
    }

    /// <summary>Null for the city.</summary>
    public DistrictId? Scope(string name)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            Wrong(name, "is missing; city or a district");
            return null;
        }
        return text == "city" ? null : District(name, text);
    }

    public DistrictId? OptionalDistrict(string name) =>
        texts.TryGetValue(name, out var text) ? District(name, text) : null;

    /// <summary>Null where the registry doesn't know it, or where it isn't asked.</summary>
    public Plant? Plant(string name, out PlantId id)
    {
        id = new PlantId(Known(name, text => rules.Registry!.Plants.ContainsKey(new PlantId(text)),
            () => rules.Registry!.Plants.Keys.Select(plant => plant.Value), "a plant"));
        return rules.Registry?.Plants.GetValueOrDefault(id);
    }

    public MeterId Meter(string name, Plant? plant) => new(Within(
        name, plant, text => plant!.Meters.ContainsKey(new MeterId(text)),
        () => plant!.Meters.Keys.Select(meter => meter.Value), "a meter"));

    public QualityPointId Point(string name, Plant? plant) => new(Within(
        name, plant, text => plant!.QualityPoints.ContainsKey(new QualityPointId(text)),
        () => plant!.QualityPoints.Keys.Select(point => point.Value), "a quality point"));

    public FacilityId Facility(string name) => new(Known(
        name, text => rules.Registry!.Facilities.ContainsKey(new FacilityId(text)),
        () => rules.Registry!.Facilities.Keys.Select(facility => facility.Value), "a facility"));

    /// <summary>Null where the registry doesn't know it, or where it isn't asked.</summary>
    public Indicator? Indicator(string name, out string id)
    {
        var text = id = Known(name, text => rules.Registry!.Indicators.Any(indicator => indicator.Id == text),
            () => rules.Registry!.Indicators.Select(indicator => indicator.Id), "an indicator");
        return rules.Registry?.Indicators.FirstOrDefault(indicator => indicator.Id == text);
    }

    /// <summary>Any well-formed identifier; null where it is absent.</summary>
    public string? OptionalIdentifier(string name)
    {
        if (!texts.TryGetValue(name, out var text)) return null;
        if (!Identifier.IsValid(text)) Wrong(name, "letters, digits, '.', '_' and '-', at most 64 characters");
        return text;
    }

    private static bool HasOffset(string text) =>
        text.Length > 16 && text[10] is 'T' or 't' or ' '
        && (text[^1] is 'Z' or 'z' || (text[^3] == ':' && text[^6] is '+' or '-'));

    private static string Shown(string text) =>
        text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown - 1), "…");

    private DateOnly? OptionalDay(string name, bool isRequired = false)
    {
        const string Form = "a day such as 2009-03-01";
        if (!texts.TryGetValue(name, out var text))
        {
            if (isRequired) Wrong(name, "is missing; " + Form);
            return null;
        }
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Wrong(name, Form);
            return null;
        }
        if (day < Earliest || day > Latest)
            Wrong(name, $"a day from {Declaration.Iso(Earliest)} to {Declaration.Iso(Latest)}");
        return day;
    }

    private DistrictId? District(string name, string text)
    {
        if (rules.Registry is { } registry && !registry.Districts.ContainsKey(new DistrictId(text)))
            Wrong(name, "city or one of " + Names(registry.Districts.Keys.Select(district => district.Value)));
        return new DistrictId(text);
    }

    // A plant that isn't known has told of itself; its meters can't be known either.
    private string Within(
        string name, Plant? plant, Func<string, bool> isKnown, Func<IEnumerable<string>> names, string what) =>
        rules.Registry is not null && plant is null && Has(name)
            ? texts[name]
            : Known(name, isKnown, names, plant is null ? what : $"{what} of {plant.Id}");

    private string Known(string name, Func<string, bool> isKnown, Func<IEnumerable<string>> names, string what)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            Wrong(name, $"is missing; {what}");
            return "";
        }
        if (rules.Registry is not null && !isKnown(text)) Wrong(name, $"{what} of the registry: {Names(names())}");
        return text;
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        return all.Length switch
        {
            0 => "there is none",
            > MostNamed => string.Join(", ", all.Take(MostNamed)) + FormattableString.Invariant(
                $" and {all.Length - MostNamed} more"),
            _ => string.Join(", ", all),
        };
    }
}
