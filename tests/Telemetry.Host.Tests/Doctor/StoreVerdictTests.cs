using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Storage.Probing;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Tests.Doctor;

public sealed class StoreVerdictTests
{
    private static readonly InfluxDbSighting GoodInflux = new()
    {
        Version = "1.6.7~rc0", ClockDifference = TimeSpan.FromMilliseconds(-700),
        Retention = new RetentionSighting("autogen", null), IsReadBack = true, IsRemoved = true,
        WriteTook = TimeSpan.FromMilliseconds(3),
    };

    private static readonly SqliteSighting GoodSqlite = new()
    {
        Path = "/var/lib/telemetry/telemetry.db", Exists = true, IsChecked = true, Bytes = 4096, FreeBytes = 100L << 30,
    };

    [Fact]
    public void A_good_InfluxDB_is_in_order() =>
        Assert.All(Of(GoodInflux), finding => Assert.Equal(Mark.Ok, finding.Mark));

    [Fact]
    public void A_clock_that_differs_is_a_warning_with_its_direction()
    {
        var finding = Warning(GoodInflux with { ClockDifference = TimeSpan.FromHours(-8) });

        Assert.Equal("its clock is 8 h behind ours", finding.Found);
    }

    [Theory]
    [InlineData(61, true)]
    [InlineData(62, false)]
    public void A_retention_below_two_months_is_a_warning(int days, bool warns) => Assert.Equal(
        warns,
        Of(GoodInflux with { Retention = new RetentionSighting("short", TimeSpan.FromDays(days)) }).Any(
            f => f.Mark == Mark.Warning));

    [Fact]
    public void Derived_values_that_go_with_readings_are_worth_a_word_and_a_missing_place_of_their_own_is_a_failure()
    {
        var elsewhere = new InfluxDbOptions { DerivedRetentionPolicy = "years" };
        RetentionSighting Keeps(int days) => new("years", TimeSpan.FromDays(days));

        Assert.Single(Of(GoodInflux with { Retention = Keeps(400) }), f => f.Mark == Mark.Note);
        Assert.DoesNotContain(Of(GoodInflux with { Retention = Keeps(400) }, elsewhere), f => f.Mark == Mark.Note);
        Assert.Contains(
            Of(GoodInflux with { DerivedRetention = new RetentionSighting("", null) }, elsewhere),
            f => f.Mark == Mark.Failure && f.Found == "there is no retention policy years for derived values");
        Assert.Contains(
            Of(GoodInflux with { DerivedRetention = Keeps(400) }, elsewhere), f => f.Mark == Mark.Warning);
        Assert.All(
            Of(GoodInflux with { DerivedRetention = new RetentionSighting("years", null) }, elsewhere),
            f => Assert.Equal(Mark.Ok, f.Mark));
    }

    [Fact]
    public void A_database_that_will_be_made_is_a_warning_and_one_that_will_not_a_failure()
    {
        var seen = new InfluxDbSighting { Version = "1.6.7", IsDatabaseMissing = true };

        Assert.Contains(Of(seen), finding => finding.Mark == Mark.Warning
            && finding.Found.StartsWith("there is no database telemetry", StringComparison.Ordinal));
        Assert.Contains(Of(seen, new InfluxDbOptions { CreateDatabase = false }), finding =>
            finding.Mark == Mark.Failure);
    }

    [Fact]
    public void Another_version_than_configured_is_a_failure_that_says_which()
    {
        var finding = Assert.Single(Of(GoodInflux with { Version = "v2.7.1" }), finding =>
            finding.Mark == Mark.Failure);

        Assert.Equal("Telemetry:Store:InfluxDb:Version V2", finding.Change);
    }

    [Fact]
    public void A_point_that_can_not_be_read_back_is_a_failure() => Assert.Contains(
        "could not be read back",
        Assert.Single(Of(GoodInflux with { IsReadBack = false }), f => f.Mark == Mark.Failure).Found,
        StringComparison.Ordinal);

    [Fact]
    public void A_good_embedded_store_is_in_order() =>
        Assert.All(SqliteVerdict.Of(GoodSqlite, new SqliteOptions()), finding => Assert.Equal(Mark.Ok, finding.Mark));

    [Fact]
    public void A_damaged_store_is_a_failure_in_its_own_words()
    {
        var finding = SqliteVerdict.Of(GoodSqlite with { Trouble = "telemetry.db is "
            + "damaged" }, new SqliteOptions()).First();

        Assert.Equal((Mark.Failure, "telemetry.db is damaged"), (finding.Mark, finding.Found));
    }

    [Fact]
    public void Little_room_and_a_short_memory_are_warnings() => Assert.Equal(
        2,
        SqliteVerdict.Of(
            GoodSqlite with { FreeBytes = 1 << 20 }, new SqliteOptions { RetentionRaw = TimeSpan.FromDays(30) })
            .Count(finding => finding.Mark == Mark.Warning));

    private static Finding Warning(InfluxDbSighting seen) =>
        Assert.Single(Of(seen), finding => finding.Mark == Mark.Warning);

    private static IReadOnlyList<Finding> Of(InfluxDbSighting seen, InfluxDbOptions? options = null) =>
        [.. InfluxDbVerdict.Of(seen, options ?? new InfluxDbOptions())];
}
