namespace Telemetry.Host.Tests.Derivation;

public sealed class SqliteAnyOrderTests : AnyOrderContract
{
    private protected override Task<DeriveBench> OpenAsync() => DeriveBench.OpenAsync(Now);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public Task More_orders_give_the_rows_of_one_pass_too(int seed) =>
        Any_order_with_repetitions_and_crashes_gives_the_rows_of_one_pass(seed);
}
