using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>The write path of 2.x, into a real server that takes it.</summary>
public sealed class VictoriaMetricsTests
{
    private const long T0 = 1_235_836_800_000;

    [Theory]
    [InlineData(null)]
    [InlineData(CompressionLevel.Fastest)]
    public async Task Every_float_arrives_once_with_its_exact_value(CompressionLevel? gzip)
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        using var folder = new TempFolder("influxdb-cursor");
        var options = new InfluxDbOptions
        {
            Url = server.Url, Version = InfluxDbVersion.V2, Org = "city", Bucket = "telemetry", Gzip = gzip,
            MaxRequestBytes = 64 * 1024,
        };
        await using var sut = new InfluxDbStore(
            options, TestCursor.In(folder), TimeProvider.System, NullLogger<InfluxDbStore>.Instance, new Random(1));
        await sut.OpenAsync(CancellationToken.None);
        var random = new Random(2009);
        var values = Enumerable.Range(0, 3000).Select(i => (Math.Round(random.NextDouble() * 5000, 3), i * 0.25))
            .ToArray();
        var series = new Series(Measurements.PlantFlow, "influent", "sewage-1");
        var book = new ContractBook(Guid.NewGuid());
        var rejected = new RejectedInMemory();

        foreach (var chunk in values.Index().Chunk(1000))
        {
            var receipt = await sut.WriteAsync(
                book.Next([.. chunk.Select(v => Line.Of(
                    series, T0 + (v.Index * 1000), ("flow_m3h", v.Item.Item1), ("total_m3", v.Item.Item2), ("q", "N"), (
                        "flags", 3L)))]),
                rejected, CancellationToken.None);
            Assert.Equal(new StoreReceipt(1000, 0), receipt);
        }

        Assert.Empty(rejected.Lines);
        await AssertStored(server, "plant_flow_flow_m3h", [.. values.Select(v => v.Item1)]);
        await AssertStored(server, "plant_flow_total_m3", [.. values.Select(v => v.Item2)]);
        await AssertStored(server, "plant_flow_flags", [.. values.Select(_ => 3.0)]);
        // Stamped with this moment, which an export up to this moment may just miss.
        await Eventually.TrueAsync(
            async () =>
                (await server.ExportAsync("{__name__=\"changes_first_ms\",asset=\"influent/sewage-1\"}")).Count > 0,
            TimeSpan.FromSeconds(20));
    }

    private static async Task AssertStored(VictoriaMetricsServer server, string name, double[] expected)
    {
        var samples = (await server.ExportAsync($"{{__name__=\"{name}\",plant=\"sewage-1\",meter=\"influent\"}}"))
            .SelectMany(e => e.GetProperty("timestamps").EnumerateArray().Zip(e.GetProperty("values").EnumerateArray()))
            .Select(s => (s.First.GetInt64(), s.Second.GetDouble())).Order().ToList();

        Assert.Equal(expected.Select((value, i) => (T0 + (i * 1000L), value)), samples);
    }
}
