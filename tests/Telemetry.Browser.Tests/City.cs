using System.Globalization;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Rig;

namespace Telemetry.Browser.Tests;

/// <summary>
/// The host as users run it, with the small city of <c>city.json</c> and its embedded broker and store.
/// </summary>
internal sealed class City : IAsyncDisposable
{
    private readonly int _brokerPort;

    private City(HostProcess host, Uri url, int brokerPort) => (Host, Url, _brokerPort) = (host, url, brokerPort);

    public HostProcess Host { get; }

    public Uri Url { get; }

    /// <summary>A setting: people sign in.</summary>
    public const string AccountsOn = "--Telemetry:Web:Accounts=On";

    public static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="registry">Its file, of this project or anywhere; <c>city.json</c> where null.</param>
    /// <param name="settings">Beside what every city needs.</param>
    public static async Task<City> StartAsync(string? registry = null, params string[] settings)
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        var broker = FreePort.Next();
        var host = await HostProcess.StartAsync(
            [
                $"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}",
                string.Create(CultureInfo.InvariantCulture, $"--Telemetry:Broker:Port={broker}"),
                $"--Telemetry:Registry:Path={Path.Combine(AppContext.BaseDirectory, registry ?? "city.json")}",
                "--Telemetry:Host:Name=testholm", .. settings,
            ],
            // Readiness wants somebody who may read; what answers here has its broker and store running, too.
            ready: new Uri(url, settings.Contains(AccountsOn) ? "/health/live" : "/health/ready"));
        return new City(host, url, broker);
    }

    /// <summary>Returns once the host has acknowledged.</summary>
    /// <param name="topic">Below the root.</param>
    public async Task PublishAsync(string topic, string json)
    {
        using var device = new MqttClientFactory().CreateMqttClient();
        await device.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _brokerPort).Build());
        var sent = await device.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"sanitation/{topic}").WithPayload(json)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        Assert.True(sent.IsSuccess, $"{topic}: {sent.ReasonCode} {sent.ReasonString}");
        await device.DisconnectAsync();
    }

    public Task FlowAsync(string meter, double flow, string more = "") => PublishAsync(
        $"plants/harbour/flow/{meter}", string.Create(
            CultureInfo.InvariantCulture, $$"""{"ts":{{NowMs}},"flow_m3h":{{flow}}{{more}}}"""));

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
