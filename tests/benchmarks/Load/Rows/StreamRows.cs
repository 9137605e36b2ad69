namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>A stream through a real broker, and what it costs.</summary>
internal static class StreamRows
{
    public static async Task<IReadOnlyList<Row>> StreamAsync(LoadSettings settings, TextWriter output)
    {
        await using var ours = await HostBehindBroker.StartAsync(settings);
        await using var sub = new MosquittoSubscriber(await BrokerContender.StartBrokerAsync(), settings);
        await using var bare = await BareMqttNet.StartAsync(settings);
        var samples = await Rounds.RunAsync(settings, output, [ours, sub, bare]);
        var rate = new Row("broker → host → fsync → InfluxDB", "msg/s", "mosquitto_sub", 0.7, AtLeast: true);
        var cpu = new Row(
            "CPU of the host, store excluded", "s per 100,000", "bare MQTTnet subscriber", 1.3, AtLeast: false);
        for (var i = 0; i < settings.Pairs; i++)
        {
            rate.Add(samples[0][i].Rate, samples[1][i].Rate);
            cpu.Add(samples[0][i].CpuPer100Thousand, samples[2][i].CpuPer100Thousand);
        }
        return [rate, cpu];
    }

    public static async Task<IReadOnlyList<Row>> QueueAsync(LoadSettings settings, TextWriter output)
    {
        await using var ours = await HostBehindBroker.StartAsync(settings);
        await using var sub = new MosquittoSubscriber(await BrokerContender.StartBrokerAsync(), settings);
        var samples = await Rounds.RunAsync(
            settings, output, [ours, sub],
            static (contender, round, messages) => ((BrokerContender)contender).DrainQueueAsync(round, messages));
        var row = new Row("a queue drained, publishers gone", "msg/s", "mosquitto_sub", 0.7, AtLeast: true);
        for (var i = 0; i < settings.Pairs; i++) row.Add(samples[0][i].Rate, samples[1][i].Rate);
        return [row];
    }

    public static async Task<IReadOnlyList<Row>> EmbeddedAsync(LoadSettings settings, TextWriter output)
    {
        await using var ours = await EmbeddedHost.StartAsync(settings);
        await using var bare = await BareMqttNetServer.StartAsync(settings);
        var samples = await Rounds.RunAsync(settings, output, [ours, bare]);
        var row = new Row(
            "embedded broker → fsync → SQLite", "msg/s", "MQTTnet.Server, empty interceptor", 0.5, AtLeast: true);
        for (var i = 0; i < settings.Pairs; i++) row.Add(samples[0][i].Rate, samples[1][i].Rate);
        return [row];
    }
}
