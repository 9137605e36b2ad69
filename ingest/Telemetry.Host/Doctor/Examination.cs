namespace Telemetry.Host.Doctor;

/// <summary>All findings of one look, by subject, in the order they were made.</summary>
internal sealed record Examination(
    IReadOnlyList<(string Subject, IReadOnlyList<Finding> Findings)> Parts, Figures Figures)
{
    public const int Fine = 0;
    public const int Failed = 1;

    /// <summary>Warnings and no failure. 2 is every command's answer where the settings are refused.</summary>
    public const int Warned = 3;

    public Mark Worst =>
        Parts.SelectMany(part => part.Findings).Select(finding => finding.Mark).DefaultIfEmpty(Mark.Ok).Max();

    public int ExitCode => Worst switch
    {
        Mark.Failure => Failed,
        Mark.Warning => Warned,
        _ => Fine,
    };

    public int Count(Mark mark) => Parts.Sum(part => part.Findings.Count(finding => finding.Mark == mark));

    public static async Task<Examination> RunAsync(IEnumerable<IDoctorCheck> checks, CancellationToken stopping)
    {
        var figures = new Figures();
        var parts = new List<(string, IReadOnlyList<Finding>)>();
        foreach (var check in checks)
        {
            var findings = await check.ExamineAsync(figures, stopping);
            if (findings.Count > 0) parts.Add((check.Subject, findings));
        }
        return new Examination(parts, figures);
    }
}
