namespace Telemetry.Host.Tests.Derivation;

public sealed class SqliteFleetOrderTests : FleetOrderContract
{
    private protected override Task<DeriveBench> OpenAsync() => DeriveBench.OpenAsync(Now, FleetTown.City());

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task More_orders_give_the_rows_and_sets_of_one_pass_too(int seed) =>
        Any_order_with_repetitions_and_crashes_gives_the_rows_and_sets_of_one_pass(seed);
}
