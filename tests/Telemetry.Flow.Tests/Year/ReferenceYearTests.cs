using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Year;

/// <summary>
/// The city's year 2009, published over MQTT with its own times and derived by the host as it runs, gives the rates and
/// loads of the committed tables, day by day and month by month: 40 %, from April a part more, from July 65 %; a load
/// that is undefined until the plant is connected; one capacity, three rates.
/// </summary>
public sealed class ReferenceYearTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Year_through_the_embedded_broker_and_SQLite_is_that_of_the_tables()
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        await ReplayAsync(host);
        await IsOfTheTablesAsync(host);
    }

    [Fact(Explicit = true)]
    public async Task Year_through_mosquitto_and_InfluxDB_is_that_of_the_tables()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var host = await FlowHost.StartAsync(broker, influx);
        await ReplayAsync(host);
        await IsOfTheTablesAsync(host);
    }

    private static async Task ReplayAsync(FlowHost host)
    {
        using var device = await Device.ConnectAsync(host.BrokerPort);
        var sent = await ReplayedYear.PublishAsync(device);
        await Books.BalanceAsync(host);
        Assert.Equal(sent, Books.Of(await host.MetricsAsync(), "telemetry_store_stored_total"));
        await Books.DerivedAsync(host, Patience);
    }

    private static async Task IsOfTheTablesAsync(FlowHost host)
    {
        var year = new PublishedYear(host);
        var days = await year.DaysAsync();
        Same(YearTable.Days(), days);
        // The table's lines are all that there are: 365 days of 5 rates of the city, 3 of each district, and 5 plants.
        Assert.Equal(365 * (5 + (3 * 3) + 5), days.Count);

        var months = await year.MonthsAsync();
        Same(YearTable.Months(), months.Where(month => !PublishedYear.IsWeighed(month.Key)));
        Assert.Equal(12 * (5 + (3 * 3) + 7), months.Count);

        // What the city answers for, in so many words.
        Assert.Equal(40, Rate("2009-03-31", "declared").Percent!.Value, 9);
        Assert.Equal(52.5, Rate("2009-04-01", "declared").Percent!.Value, 9);
        Assert.Equal(65, Rate("2009-07-01", "declared").Percent!.Value, 9);
        Assert.Equal(100, Rate("2009-07-01", "estimated").Percent!.Value, 9);
        Assert.Equal(144, Math.Round(Rate("2009-07-01", "declared-domestic").Percent!.Value));
        Assert.True(Rate("2009-07-01", "declared-domestic").Above);
        Assert.False(Rate("2009-07-01", "estimated").Above);
        Assert.Null(days[PublishedYear.Plant("2009-03-31", "lincheng")].Percent);

        Given Rate(string day, string basis) => days[PublishedYear.Rate(day, "city", "sewage-treatment-rate", basis)];
    }

    private static void Same(IEnumerable<Expected> table, IEnumerable<KeyValuePair<string, Given>> published)
    {
        var given = published.ToDictionary();
        var wrong = new List<string>();
        foreach (var row in table)
        {
            if (!given.Remove(row.Key, out var found)) wrong.Add($"{row.Key} is not there");
            else if (!found.Is(row)) wrong.Add($"{row.Key}: expected {row}, given {found}");
        }
        wrong.AddRange(given.Keys.Select(key => $"{key} is in no table"));
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong, such as {string.Join("\n", wrong.Take(10))}");
    }
}
