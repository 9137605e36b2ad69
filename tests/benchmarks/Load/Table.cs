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
                $"| {row.Name} | {row.Limit} | {Figures.Spread(row.Ours)} {row.Unit} | {Figures.Spread(row.Theirs)} {row.Unit} "
                + $"| {Figures.Spread(row.Ratios)} | {(row.AtLeast ? "≥" : "≤")} {row.Wanted} | {(row.Holds ? "holds" : "**falls short**")} |"));
        }
    }

    public static void Print(IContender contender, IReadOnlyList<Sample> samples, TextWriter output)
    {
        var published = samples.Select(static sample => sample.Published).OfType<Peers.PublishResult>().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {contender.Name}: {Figures.Spread([.. samples.Select(static s => s.Rate)])} msg/s; CPU s per 100,000: "
            + $"{Figures.Text(Figures.Median(samples.Select(static s => s.CpuPer100Thousand)))} (publishers "
            + $"{Figures.Text(Figures.Median(published.Select(p => p.CpuSeconds / p.Acknowledged * 100_000)))}); resident "
            + $"{Figures.Text(Figures.Median(samples.Select(static s => s.ResidentMegabytes)))} MB; publish to PUBACK ms p50 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P50)))}, p99 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P99)))}, p99.9 "
            + $"{Figures.Text(Figures.Median(published.Select(static p => p.P999)))}"));
    }
}
