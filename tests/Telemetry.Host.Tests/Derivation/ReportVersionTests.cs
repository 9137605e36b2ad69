using Telemetry.Dashboards.Reports;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// A report's data version and that version's time while its days are derived: as right for a day that runs as for one
/// that is closed.
/// </summary>
public sealed class ReportVersionTests
{
    private static readonly DateOnly Day = new(2009, 3, 4);

    [Fact]
    public async Task Version_and_time_of_a_month_that_runs_are_those_of_its_newest_change()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 12));
        await sut.WriteAsync(Reading(11, 500), Reading(11.5, 525), Reading(12, 550));
        var running = await DerivedAsync(sut, DeriveBench.At(Day, 12.1));
        var unchanged = await DerivedAsync(sut, DeriveBench.At(Day, 12.2));
        await sut.WriteAsync(Reading(12.25, 575));
        var later = await DerivedAsync(sut, DeriveBench.At(Day, 12.3));

        Assert.Equal("provisional", StateOf(running));
        Assert.Equal(DeriveBench.At(Day, 12.1), running.VersionAt);
        Assert.Equal((running.DataVersion, running.VersionAt), (unchanged.DataVersion, unchanged.VersionAt));
        Assert.NotEqual(running.DataVersion, later.DataVersion);
        Assert.Equal(DeriveBench.At(Day, 12.3), later.VersionAt);
    }

    [Fact]
    public async Task A_day_that_is_closed_with_the_figures_it_had_makes_a_version_of_that_moment()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24.1));
        await sut.WriteAsync([.. Enumerable.Range(0, 49).Select(half => Reading(half / 2.0, half * 25))]);
        var ended = await DerivedAsync(sut, DeriveBench.At(Day, 24.1));
        var closed = await DerivedAsync(sut, DeriveBench.At(Day, 25));
        var after = await DerivedAsync(sut, DeriveBench.At(Day, 26));

        Assert.Equal(("provisional", "final", "final"), (StateOf(ended), StateOf(closed), StateOf(after)));
        Assert.Equal(TreatedOf(ended), TreatedOf(closed));
        Assert.NotEqual(ended.DataVersion, closed.DataVersion);
        Assert.Equal(DeriveBench.At(Day, 25), closed.VersionAt);
        Assert.Equal((closed.DataVersion, closed.VersionAt), (after.DataVersion, after.VersionAt));
    }

    private static async Task<MonthlyReport> DerivedAsync(DeriveBench bench, DateTimeOffset now)
    {
        bench.Time.SetUtcNow(now);
        await bench.DrainAsync();
        return await BenchReports.Of(bench).ComposeAsync(
            Scope.Of(new PlantId("p")), new LedgerMonth(2009, 3), CancellationToken.None);
    }

    private static Sample Reading(double hour, double total) => new("out", DeriveBench.At(Day, hour), Total: total);

    private static string StateOf(MonthlyReport report) => DayOf(report).State;

    private static double? TreatedOf(MonthlyReport report) => DayOf(report).TreatedM3;

    private static Dashboards.Daily.PlantDayView DayOf(MonthlyReport report) =>
        Assert.Single(report.Plants).Daily.Single(day => day.Day == Day);
}
