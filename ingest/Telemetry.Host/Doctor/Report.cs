using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telemetry.Host.Doctor;

/// <summary>An examination as text for people, and as JSON for machines.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>One line a finding, grouped by subject.</summary>
    public static string AsText(Examination examination)
    {
        var text = new StringBuilder();
        foreach (var (subject, findings) in examination.Parts)
        {
            text.Append(subject).Append('\n');
            foreach (var finding in findings)
            {
                text.Append("  ").Append(Sign(finding.Mark)).Append(' ').Append(finding.Found);
                if (finding.Matters.Length > 0) text.Append(": ").Append(finding.Matters);
                if (finding.Change.Length > 0) text.Append(". To do: ").Append(finding.Change);
                text.Append('\n');
            }
        }
        return text.Append(Sum(examination)).ToString();
    }

    public static string AsJson(Examination examination) => JsonSerializer.Serialize(
        new
        {
            verdict = examination.Worst,
            exitCode = examination.ExitCode,
            findings = examination.Parts.SelectMany(static part => part.Findings.Select(finding => new
            {
                subject = part.Subject, mark = finding.Mark, found = finding.Found,
                matters = finding.Matters, change = finding.Change,
            })),
            figures = new
            {
                window = examination.Figures.Window,
                windowIsMore = examination.Figures.WindowIsMore,
                roundTripMs = examination.Figures.RoundTrip?.TotalMilliseconds,
                commitMs = examination.Figures.Commit?.TotalMilliseconds,
                senders = examination.Figures.Senders,
            },
        },
        Json);

    // Sign and word: neither colour nor font decides whether it is understood.
    private static string Sign(Mark mark) => mark switch
    {
        Mark.Ok => "\u2713 ok     ",
        Mark.Note => "\u00b7 note   ",
        Mark.Warning => "! warning",
        _ => "\u2717 failure",
    };

    private static string Sum(Examination examination) =>
        (examination.Count(Mark.Failure), examination.Count(Mark.Warning)) switch
    {
        (0, 0) => "Nothing to change.",
        (0, var warnings) => $"No failure, {Number(warnings, "warning")}.",
        (var failures, 0) => $"{Number(failures, "failure")}.",
        (var failures, var warnings) => $"{Number(failures, "failure")}, {Number(warnings, "warning")}.",
    };

    private static string Number(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
