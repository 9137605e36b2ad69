namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// The identifiers of one kind of thing, claimed by those that bear them and looked up by those that refer to them.
/// A thing with other faults is known all the same, so that one mistake is one finding.
/// </summary>
internal sealed class IdSet(string kind)
{
    private readonly Dictionary<string, string> _bearers = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Bearers => _bearers;

    /// <summary>Reads the section's own <c>id</c>; empty where it is missing or wrong.</summary>
    public string Claim(Section section)
    {
        if (section.Id("id", required: true) is not { } id) return "";
        if (!_bearers.TryAdd(id, section.Path))
            section.Wrong("id", $"{Section.Said(id)} is taken by {_bearers[id]}; every {kind} needs its own");
        return id;
    }

    /// <summary>Reads a reference to one of the set; null where it is absent, empty where it leads nowhere.</summary>
    public string? Refer(Section section, string key, bool required = false)
    {
        if (section.Id(key, required) is not { } id) return section.Has(key) || required ? "" : null;
        if (_bearers.ContainsKey(id)) return id;
        var known = _bearers.Count is > 0 and <= 12 ? $"; known: {string.Join(", ", _bearers.Keys)}" : "";
        section.Wrong(key, $"{Section.Said(id)} is no {kind} of this file{known}{Suggestion.For(id, _bearers.Keys)}");
        return "";
    }
}
