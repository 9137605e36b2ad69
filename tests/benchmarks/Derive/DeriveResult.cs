using System.Globalization;

namespace Telemetry.Benchmarks.Derive;

/// <summary>What it took to derive everything once.</summary>
internal sealed record DeriveResult(string Store, long Points, TimeSpan Wall)
{
    /// <summary>Of the process that derives; with SQLite the store is in it.</summary>
    public double CpuSeconds { get; init; }

    public double ServerCpuSeconds { get; init; }

    /// <summary>Megabytes before it began; the highest mark while it went on.</summary>
    public double ResidentBefore { get; init; }

    public double ResidentPeak { get; init; }

    public double AllocatedMegabytes { get; init; }

    /// <summary>Hours, meters' days, plants' days, days of indicators.</summary>
    public IReadOnlyList<long> Partitions { get; init; } = [];

    public long Questions { get; init; }

    public long RoundTrips { get; init; }

    public long RowsRead { get; init; }

    public long RowsWritten { get; init; }

    /// <summary>Whether the daily volumes come to what the totalisers counted.</summary>
    public bool IsRight { get; init; }

    public long LateQuestions { get; init; }

    public long LatePartitions { get; init; }

    public static void Print(IReadOnlyList<DeriveResult> results, TextWriter output)
    {
        output.WriteLine(
            "| store | points | wall | points/s | CPU | CPU of the server | resident before, peak | allocated "
            + "| hours, meters' days, plants' days, rates | questions in round trips | rows read, written "
            + "| one late reading |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var one in results)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {one.Store} | {one.Points:#,0} | {one.Wall.TotalSeconds:0.0} s "
                + $"| {one.Points / one.Wall.TotalSeconds:#,0} | {one.CpuSeconds:0.0} s | {Server(one)} "
                + $"| {one.ResidentBefore:0}, {one.ResidentPeak:0} MB | {one.AllocatedMegabytes:#,0} MB "
                + $"| {Kinds(one)} | {one.Questions:#,0} in {one.RoundTrips:#,0} "
                + $"| {one.RowsRead:#,0}, {one.RowsWritten:#,0} "
                + $"| {one.LatePartitions} partitions, {one.LateQuestions} questions |"));
        }
    }

    private static string Kinds(DeriveResult one) => string.Join(
        "; ", one.Partitions.Select(static count => count.ToString("#,0", CultureInfo.InvariantCulture)));

    private static string Server(DeriveResult one) => double.IsNaN(one.ServerCpuSeconds)
        ? "–" : string.Create(CultureInfo.InvariantCulture, $"{one.ServerCpuSeconds:0.0} s");
}
