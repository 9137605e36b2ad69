using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Benchmarks.Micro;
using Telemetry.Benchmarks.Peers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Live;
using Telemetry.Host.Pipeline;
using Telemetry.Protocols;
using Telemetry.Protocols.Native;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// CPU of the host's pipeline (decode to fsync, live values with it) for 100,000 devices against 100; every device is
/// known before the measured part, as after a minute of operation.
/// </summary>
internal static class DevicesRow
{
    private const string Prefix = "devices";
    private const int Few = 100;
    private const int Many = 100_000;
    private const int AtOnce = 1_000;

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        var row = new Row("cost a message, 100,000 devices", "CPU µs", "100 devices", 1.3, AtLeast: false);
        for (var pair = 0; pair <= settings.Pairs; pair++)
        {
            var many = await MeasureAsync(Many, settings.Messages);
            var few = await MeasureAsync(Few, settings.Messages);
            // The first is the warm-up.
            if (pair == 0) continue;
            row.Add(many, few);
            output.WriteLine($"  {pair}: 100,000 devices {Figures.Text(many)} µs, 100 devices {Figures.Text(few)} µs");
        }
        return [row];
    }

    private static async Task<double> MeasureAsync(int devices, long messages)
    {
        using var folder = new TempFolder("devices");
        var time = TimeProvider.System;
        var log = NullLogger.Instance;
        using var spool = Backlog.Open(folder.File("spool"));
        using var letters = DeadLetterLog.Open(
            new DeadLetterOptions { Folder = folder.File("letters") }, DiskFiles.Instance, time, log);
        await using var commit = new GroupCommit(spool, letters, new GroupCommitOptions(), time, log);
        var registry = folder.File("city.json");
        BenchRegistry.Write(registry, Prefix, devices);
        var city = new BenchCity(RegistryFile.Parse(await File.ReadAllBytesAsync(registry)).Registry!);
        var protocol = new NativeJsonProtocol(new ProtocolOptions(), city, city);
        var pipeline = new IngestPipeline(
            protocol, commit, new LiveState(city), new IngestCounters(), NullLogger<IngestPipeline>.Instance);
        var topics = Enumerable.Range(0, devices).Select(static i => DevicePacket.TopicOf(Prefix, i)).ToArray();
        byte[][] payloads = [Wire.Flow(1), Wire.Position(1)];
        var decoder = pipeline.CreateDecoder();
        await OfferAsync(Many);
        // What is kept of each device has aged, as it has after a minute of operation: once, not with each message.
        GC.Collect();
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        await OfferAsync(messages);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / messages;

        async Task OfferAsync(long count)
        {
            for (var at = 0L; at < count; at += AtOnce)
            {
                var committed = Task.CompletedTask;
                for (var i = at; i < at + AtOnce; i++) committed = Offer(topics[i % devices], payloads[i % 2]);
                await committed;
            }
        }

        // Topics come off the wire as strings of their own, so none is looked up by reference.
        Task Offer(string topic, byte[] payload) => pipeline.Offer(
            new InboundMessage
            {
                Topic = new string(topic.AsSpan()), Payload = payload, QualityOfService = 1, ReceivedMs = Wire.NowMs,
            },
            decoder);
    }

    private sealed class BenchCity(CityRegistry registry) : IRegistrySource, IHostClock
    {
        public CityRegistry Current { get; } = registry;

        public bool IsSynchronised => true;
    }
}
