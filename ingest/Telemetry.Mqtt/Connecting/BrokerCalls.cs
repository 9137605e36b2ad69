namespace Telemetry.Mqtt.Connecting;

/// <summary>Calls to a broker, each with the same patience.</summary>
internal sealed class BrokerCalls(TimeSpan patience, TimeProvider time)
{
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        return await call(either.Token);
    }

    public Task CallAsync(Func<CancellationToken, Task> call, CancellationToken stopping) =>
        CallAsync(
            async cancellationToken =>
            {
                await call(cancellationToken);
                return true;
            },
            stopping);
}
