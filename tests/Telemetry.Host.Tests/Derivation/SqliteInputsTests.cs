namespace Telemetry.Host.Tests.Derivation;

public sealed class SqliteInputsTests : InputsContract
{
    private protected override Task<DeriveBench> OpenAsync() => DeriveBench.OpenAsync(Now);
}
