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

        var stamps = rig.Changes.Select(
            r => long.Parse(r.Lines[0].Split(' ')[^1], CultureInfo.InvariantCulture)).ToList();
        return stamps.Select(stamp => stamp - stamps[0]);
    }
}
