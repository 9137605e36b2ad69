using System.Text;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Simulators.Replay;

/// <summary>A topic with columns in it: <c>sanitation/vehicles/bus-{vehicle_id}/position</c>.</summary>
public sealed class TopicTemplate
{
    private readonly List<(string Text, bool IsColumn)> _parts = [];

    /// <exception cref="FormatException">The message says what is wrong, in one line.</exception>
    public TopicTemplate(string template)
    {
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            if (open < 0) open = template.Length;
            if (open > at) _parts.Add((template[at..open], false));
            if (open == template.Length) break;
            var close = template.IndexOf('}', open);
            if (close <= open + 1) throw new FormatException($"'{template}' has a {{ without a column name and }}");
            _parts.Add((template[(open + 1)..close], true));
            at = close + 1;
        }
        var literal = string.Concat(_parts.Where(static part => !part.IsColumn).Select(static part => part.Text));
        if (_parts.Count == 0 || literal.IndexOfAny(['+', '#', '}', '\0']) >= 0)
            throw new FormatException($"'{template}' is not a topic to publish to");
    }

    public IEnumerable<string> Columns => _parts.Where(static part => part.IsColumn).Select(static part => part.Text);

    /// <summary>Null where a column's value can't stand in a topic.</summary>
    /// <param name="column">The value of a column.</param>
    public string? Fill(Func<string, string> column)
    {
        if (_parts is [{ IsColumn: false } only]) return only.Text;
        var topic = new StringBuilder();
        foreach (var (text, isColumn) in _parts)
        {
            var value = isColumn ? column(text) : text;
            if (isColumn && !Identifier.IsValid(value)) return null;
            topic.Append(value);
        }
        return topic.ToString();
    }
}
