using System.Globalization;

namespace Telemetry.Benchmarks.Load;

/// <summary>The result, as Markdown.</summary>
internal static class Table
{
    public static void Print(IReadOnlyList<Row> rows, TextWriter output)
    {
        output.WriteLine("| row | held against | ours | limit | ratio, median (min–max) | wanted | |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Limit} | {Figures.Spread(row.Ours)} {row.Unit} | {Figures.Spread(row.Theirs)} "
                + $"{row.Unit} "
                + $"| {Figures.Spread(row.Ratios)} | {Wanted(row)} | {Verdict(row)} |"));
        }
    }

    /// <summary>One round.</summary>
    public static string Line(int round, IContender contender, Sample sample) =>
        string.Create(CultureInfo.InvariantCulture,
        $"  {round}: {contender.Name} {Figures.Text(sample.Rate)} msg/s, {Figures.Text(sample.CpuPer100Thousand)} CPU "
        + $"s per 100,000"
        + $"{Missing(sample)}");

    public static void Print(string name, IReadOnlyList<Sample> samples, TextWriter output)
    {
        var published = samples.Select(static sample => sample.Published).OfType<Peers.PublishResult>().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name}: {Figures.Spread([.. samples.Select(static s => s.Rate)])} msg/s; CPU s per 100,000: "
            + $"{Figures.Text(Figures.Median(samples.Select(static s => s.CpuPer100Thousand)))} (publishers "
            + $"{Figures.Text(Figures.Median(published.Select(p => p.CpuSeconds / p.Acknowledged * 100_000)))}); "
            + $"resident "
            + $"{Figures.Text(Figures.Median(samples.Select(static s => s.ResidentMegabytes)))} MB; publish to PUBACK "
            + $"ms p50 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P50)))}, p99 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P99)))}, p99.9 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P999)))}"));
    }

    private static string Wanted(Row row) => row.IsInformation
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{(row.AtLeast ? "≥" : "≤")} {row.Wanted}");

    private static string Verdict(Row row) => row switch
    {
        { IsInformation: true } => "for information",
        { Holds: true } => "holds",
        _ => "**falls short**",
    };

    private static string Missing(Sample sample) => sample.Missing == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"; {sample.Missing:#,0} of {sample.Messages + sample.Missing:#,0} never arrived");
}
