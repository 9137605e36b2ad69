using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Running;

/// <summary>The built host with an edit of the shipped registry, in a folder of its own or of the test's.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    private RunningHost(HostProcess process, Uri url, int brokerPort) =>
        (Process, Url, BrokerPort) = (process, url, brokerPort);

    public HostProcess Process { get; }

    public Uri Url { get; }

    public int BrokerPort { get; }

    public string DataFolder => Path.Combine(Process.Folder, "data", "host");

    public string Registry => Path.Combine(Process.Folder, "city.json");

    /// <param name="broker">The port of a real broker; the embedded one's own where null.</param>
    /// <param name="ready">False where it can't become ready, such as with a store that is down.</param>
    public static async Task<RunningHost> StartAsync(TempFolder folder, int? broker, params string[] extra)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var port = broker ?? FreePort.Next();
        var registry = folder.File("city.json");
        if (!File.Exists(registry)) File.Copy(ShippedCity.File, registry);
        string[] where = broker is null
            ? [$"--Telemetry:Broker:Port={port}"]
            : ["--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={port}"];
        var process = await HostProcess.StartAsync(
            [
                $"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}", "--Telemetry:Host:Name=test",
                "--Telemetry:Registry:Path=city.json",
                "--Telemetry:Registry:CheckInterval=00:00:00.2", "--Telemetry:Registry:SettleTime=00:00:00.05",
                .. where, .. extra,
            ],
            ready: new Uri(url, "/health/ready"), folder: folder.Path);
        return new RunningHost(process, url, port);
    }

    public Task<JsonElement> StatusAsync() => Client.GetFromJsonAsync<JsonElement>(new Uri(Url, "/api/status"));

    public Task<byte[]> BytesAsync(string path) => Client.GetByteArrayAsync(new Uri(Url, path));

    public async Task<(int Status, JsonElement Report)> ReadinessAsync()
    {
        using var answer = await Client.GetAsync(new Uri(Url, "/health/ready"));
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A command of the host, in its folder.</summary>
    public Task<ProcessOutcome> CommandAsync(params string[] arguments) =>
        HostProcess.RunAsync(arguments, folder: Process.Folder);

    public async Task PublishAsync(params (string Topic, string Payload)[] messages)
    {
        await using var device = await Device.ConnectAsync(BrokerPort);
        foreach (var (topic, payload) in messages) await device.PublishAsync(topic, payload);
    }

    /// <summary>Waits until the spool is empty, then both equations hold.</summary>
    public async Task<JsonElement> BalancedAsync()
    {
        JsonElement status = default;
        await Eventually.TrueAsync(
            async () =>
            {
                status = await StatusAsync();
                return status.GetProperty("spool").GetProperty("pending").GetInt64() == 0
                    && status.GetProperty("intake").GetProperty("in_flight").GetInt64() == 0;
            },
            TimeSpan.FromSeconds(30), "the spool to drain");
        Assert.True(status.GetProperty("intake").GetProperty("balanced").GetBoolean(), status.GetRawText());
        Assert.True(status.GetProperty("stored").GetProperty("balanced").GetBoolean(), status.GetRawText());
        return status;
    }

    /// <summary>Rows of a measurement: device time, and the fields that were asked for.</summary>
    public static List<object?[]> Rows(string dataFolder, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(dataFolder, "telemetry.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }
        return rows;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

/// <summary>A device that waits for every acknowledgement.</summary>
internal sealed class Device : IAsyncDisposable
{
    private readonly IMqttClient _client;

    private Device(IMqttClient client) => _client = client;

    public static async Task<Device> ConnectAsync(int port, string? user = null, string? password = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port);
        if (user is not null) options.WithCredentials(user, password);
        var answer = await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        if (answer.ResultCode != MqttClientConnectResultCode.Success) throw new UnauthorizedAccessException(
            $"{answer.ResultCode}");
        return new Device(client);
    }

    public async Task PublishAsync(string topic, string payload)
    {
        var result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes(payload))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.ReasonString);
    }

    /// <summary>Numbered readings until told to stop or cut off; the numbers that were acknowledged.</summary>
    public static async Task<IReadOnlyList<int>> PublishUntilAsync(
        int port, string topic, CancellationToken stop, Action<int>? acknowledged = null)
    {
        var seen = new List<int>();
        await using var device = await ConnectAsync(port);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            try
            {
                await device.PublishAsync(topic, Flow(number));
            }
            catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException
                or MQTTnet.Exceptions.MqttClientNotConnectedException
                    or MQTTnet.Exceptions.MqttClientDisconnectedException
                or OperationCanceledException or Xunit.Sdk.TrueException)
            {
                break;
            }
            seen.Add(number);
            acknowledged?.Invoke(seen.Count);
        }
        return seen;
    }

    public static string Flow(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{1_767_225_600_000 + number},\"flow_m3h\":{number}}}");

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync();
        _client.Dispose();
    }
}
