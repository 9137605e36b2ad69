using System.Text.Json;

namespace Telemetry.Benchmarks.Load.NodeRed;

/// <summary>
/// The bridge as it is usually drawn: two <c>mqtt in</c> (QoS 1, a session the broker keeps), a function that makes a
/// point of a message, and an InfluxDB node. Unbatched that is <c>influxdb out</c>, a request a message; else the
/// function gathers a batch by hand, in memory, and <c>influxdb batch</c> writes it.
/// </summary>
internal static class NodeRedFlow
{
    public const int BatchSize = 1_000;

    private const string Tab = "flow";
    private const string Broker = "broker";
    private const string Store = "store";
    private const string Shape = "shape";
    private const string Write = "write";

    private const string Point = """
        const parts = msg.topic.split("/");
        const { ts, ...fields } = msg.payload;
        const isPlant = parts[1] === "plants";
        const measurement = isPlant ? "plant_flow" : "vehicle_position";
        const tags = isPlant ? { plant: parts[2], meter: parts[4] } : { vehicle: parts[2] };
        """;

    private const string SendOne = """
        msg.measurement = measurement;
        msg.payload = [{ ...fields, time: ts }, tags];
        return msg;
        """;

    // What is left of a batch when the stream pauses goes after a quarter of a second.
    private const string Gather = """
        const batch = context.get("batch") || [];
        batch.push({ measurement, tags, fields, timestamp: ts });
        if (batch.length === 1) {
            context.set("batch", batch);
            context.set("timer", setTimeout(() => {
                context.set("batch", []);
                node.send({ payload: batch });
            }, 250));
        }
        if (batch.length < SIZE) return null;
        clearTimeout(context.get("timer"));
        context.set("batch", []);
        return { payload: batch };
        """;

    /// <summary>The flow file.</summary>
    public static string Text(int brokerPort, int storePort, string database, bool batched)
    {
        var code = Point + "\n" + (
            batched ? Gather.Replace("SIZE", $"{BatchSize}", StringComparison.Ordinal) : SendOne);
        return JsonSerializer.Serialize(new object[]
        {
            new { id = Tab, type = "tab", label = "bridge" },
            new
            {
                id = Broker, type = "mqtt-broker", broker = "127.0.0.1", port = brokerPort, clientid = "node-red",
                autoConnect = true, usetls = false, protocolVersion = "4", keepalive = "60", cleansession = false,
            },
            new
            {
                id = Store, type = "influxdb", hostname = "127.0.0.1", port = storePort, protocol = "http", database,
                influxdbVersion = "1.x", usetls = false,
            },
            In("plants"),
            In("vehicles"),
            new
            {
                id = Shape, type = "function", z = Tab, func = code, outputs = 1, timeout = 0, noerr = 0,
                libs = Array.Empty<string>(),
                wires = new[] { new[] { Write } },
            },
            new
            {
                id = Write, type = batched
                    ? "influxdb batch" : "influxdb out", z = Tab, influxdb = Store, precision = "ms",
                retentionPolicy = "", measurement = "", wires = Array.Empty<string[]>(),
            },
        });
    }

    /// <summary>The settings file: no editor, no pages, nothing asked of the network.</summary>
    public static string Settings(int port) => $$"""
        module.exports = {
            uiHost: "127.0.0.1",
            uiPort: {{port}},
            httpAdminRoot: false,
            httpNodeRoot: false,
            credentialSecret: false,
            telemetry: { enabled: false, updateNotification: false },
            externalModules: { autoInstall: false, palette: { allowInstall: false }, modules: { allowInstall: false } },
            logging: { console: { level: "info", metrics: false, audit: false } },
        };

        """;

    private static object In(string subtree) => new
    {
        id = subtree, type = "mqtt in", z = Tab, broker = Broker, topic = $"sanitation/{subtree}/#", qos = "1",
        datatype = "json",
        inputs = 0, wires = new[] { new[] { Shape } },
    };
}
