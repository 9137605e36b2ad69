using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Tests.Volumes;

public sealed class DirtyHoursTests
{
    static readonly HourEdges Edges = new(
        new TotalPoint(1_000, 10), new TotalPoint(9_000, 90), new FlowPoint(1_000, 5), new FlowPoint(9_000, 5));

    [Fact]
    public void An_hour_that_looks_the_same_leaves_its_neighbours() =>
        Assert.Equal(DirtyNeighbours.None, DirtyHours.Of(Edges, Edges with { }));

    [Fact]
    public void A_first_reading_of_an_hour_concerns_both() =>
        Assert.Equal(DirtyNeighbours.Earlier | DirtyNeighbours.Later, DirtyHours.Of(null, Edges));

    [Fact]
    public void A_first_point_concerns_the_earlier_and_a_last_one_the_later()
    {
        Assert.Equal(
            DirtyNeighbours.Earlier, DirtyHours.Of(Edges, Edges with { FirstTotal = new TotalPoint(500, 10) }));
        Assert.Equal(
            DirtyNeighbours.Earlier, DirtyHours.Of(Edges, Edges with { FirstFlow = new FlowPoint(1_000, null) }));
        Assert.Equal(DirtyNeighbours.Later, DirtyHours.Of(Edges, Edges with { LastTotal = new TotalPoint(9_000, 91) }));
        Assert.Equal(DirtyNeighbours.Later, DirtyHours.Of(Edges, Edges with { LastFlow = new FlowPoint(9_001, 5) }));
    }
}
