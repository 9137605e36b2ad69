using System.Globalization;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>A reader of changes looks back for minutes: what shows itself must not be dated long before.</summary>
public sealed class ChangesStampTests
{
    private static readonly Series Flow = new(Measurements.PlantFlow, "effluent", "sewage-1");

    [Fact]
    public async Task Changes_that_waited_out_an_outage_are_stamped_with_the_moment_of_their_arrival_as_well()
    {
        var stamps = await StampsOf(waitSeconds: 120);

        Assert.Equal([0L, 0L, 120_000L], stamps);
    }

    [Fact]
    public async Task Changes_that_waited_a_little_keep_their_stamp()
    {
        var stamps = await StampsOf(waitSeconds: 7);

        Assert.Equal([0L, 0L], stamps);
    }

    [Fact]
    public async Task A_host_whose_clock_is_behind_stamps_by_the_servers()
    {
        // The rig's clock stands at midnight; a quarter of an hour is longer than a reader looks back.
        const string Date = "Sun, 01 Mar 2009 00:15:00 GMT";
        await using var rig = await StoreRig.CreateSut(
            InfluxDbVersion.V1, static _ => new Reply.Answer(204, "", ("Date", Date)));

        await rig.WriteAsync(Line.Of(Flow, 5, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        Assert.Equal([At(15)], Stamps(rig));
    }

    [Fact]
    public async Task A_host_that_hears_with_its_changes_that_it_is_behind_writes_them_again()
    {
        // As after a machine was suspended: until then the server had said nothing of the time.
        await using var rig = await StoreRig.CreateSut(
            InfluxDbVersion.V1,
            static request => request.Text.StartsWith("changes,", StringComparison.Ordinal)
                ? new Reply.Answer(204, "", ("Date", "Sun, 01 Mar 2009 00:15:00 GMT")) : Reply.NoContent);

        await rig.WriteAsync(Line.Of(Flow, 5, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        Assert.Equal([At(0), At(15)], Stamps(rig));
    }

    [Fact]
    public async Task A_host_whose_clock_is_ahead_keeps_its_own()
    {
        await using var rig = await StoreRig.CreateSut(
            InfluxDbVersion.V1, static _ => new Reply.Answer(204, "", ("Date", "Sat, 28 Feb 2009 23:00:00 GMT")));

        await rig.WriteAsync(Line.Of(Flow, 5, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        Assert.Equal([At(0)], Stamps(rig));
    }

    private static long At(int minutes) =>
        new DateTimeOffset(2009, 3, 1, 0, minutes, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static IEnumerable<long> Stamps(StoreRig rig) => rig.Changes.Select(
        request => long.Parse(request.Lines[0].Split(' ')[^1], CultureInfo.InvariantCulture));

    /// <summary>The stamps sent, from the first one on, where the server asks for time once.</summary>
    private static async Task<IEnumerable<long>> StampsOf(int waitSeconds)
    {
        var asked = false;
        await using var rig = await StoreRig.CreateSut(InfluxDbVersion.V1, request =>
        {
            if (asked || !request.Text.StartsWith("changes,", StringComparison.Ordinal)) return Reply.NoContent;
            asked = true;
            return new Reply.Answer(
                503, "", ("Retry-After", waitSeconds.ToString(CultureInfo.InvariantCulture)));
        });

        await rig.WriteAsync(Line.Of(Flow, 5, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        var stamps = Stamps(rig).ToList();
        return stamps.Select(stamp => stamp - stamps[0]);
    }
}
