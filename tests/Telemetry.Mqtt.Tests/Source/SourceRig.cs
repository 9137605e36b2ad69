using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Source;

internal static class SourceRig
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static MqttSourceOptions Options(int port, Action<MqttSourceOptions>? change = null)
    {
        var options = new MqttSourceOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "telemetry-test",
            Connections = 1,
            ReconnectFirst = TimeSpan.FromMilliseconds(50),
            ReconnectLongest = TimeSpan.FromMilliseconds(200),
        };
        change?.Invoke(options);
        return options;
    }

    public static MqttSource CreateSut(
        int port, IMessageIntake intake, Action<MqttSourceOptions>? change = null, TimeProvider? time = null) =>
        new(Options(port, change), intake, time ?? TimeProvider.System, NullLogger<MqttSource>.Instance);

    /// <summary>Starts it and waits until every connection has subscribed.</summary>
    public static async Task<MqttSource> StartedAsync(
        int port, IMessageIntake intake, Action<MqttSourceOptions>? change = null, TimeProvider? time = null)
    {
        var source = CreateSut(port, intake, change, time);
        source.Start();
        await UpAsync(source);
        return source;
    }

    public static Task UpAsync(MqttSource source) =>
        Eventually.TrueAsync(() => source.Status.IsUp, Patience, "the source to be connected");

    public static async Task StopAsync(MqttSource source)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await source.StopAsync(deadline.Token);
    }

    public static Task StateAsync(MqttSource source, SourceConnectionState state) =>
        Eventually.TrueAsync(() => source.Status.Connections[0].State == state, Patience, $"state {state}");
}
