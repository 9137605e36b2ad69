using System.Text;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>Reads RFC 4180 by its own rules, independent of the writer.</summary>
internal static class CsvLines
{
    public static List<string[]> Of(string text)
    {
        var lines = new List<string[]>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (isQuoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
                else isQuoted = false;
                continue;
            }
            switch (c)
            {
                case '"':
                    Assert.Equal(0, field.Length);
                    isQuoted = true;
                    break;
                case ',':
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r':
                    Assert.Equal('\n', text[++i]);
                    fields.Add(field.ToString());
                    field.Clear();
                    lines.Add([.. fields]);
                    fields.Clear();
                    break;
                default:
                    Assert.NotEqual('\n', c);
                    field.Append(c);
                    break;
            }
        }
        Assert.False(isQuoted);
        Assert.Equal(0, field.Length + fields.Count);
        return lines;
    }
}
