using System.Text;
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

namespace Telemetry.Benchmarks.Load;

/// <summary>
/// The host's pipeline and one connection's decoder, without sockets, for so many registered devices.
/// </summary>
internal sealed class DevicePipeline : IAsyncDisposable
{
    private const string Prefix = "devices";
    private const int AtOnce = 1_000;

    private readonly int _devices;
    private readonly TempFolder _folder = new("devices");
    private readonly Spool _spool;
    private readonly DeadLetterLog _letters;
    private readonly GroupCommit _commit;
    private readonly IngestPipeline _pipeline;
    private readonly IPayloadDecoder _decoder;
    private readonly byte[][] _payloads = [Wire.Flow(1), Wire.Position(1)];
    private readonly byte[] _received = new byte[AtOnce * 64];
    private readonly int[] _ends = new int[AtOnce];
    private long _offered;

    private DevicePipeline(int devices, CityRegistry registry)
    {
        var time = TimeProvider.System;
        var log = NullLogger.Instance;
        var city = new BenchCity(registry);
        _devices = devices;
        _spool = Backlog.Open(_folder.File("spool"));
        _letters = DeadLetterLog.Open(
            new DeadLetterOptions { Folder = _folder.File("letters") }, DiskFiles.Instance, time, log);
        _commit = new GroupCommit(_spool, _letters, new GroupCommitOptions(), time, log);
        _pipeline = new IngestPipeline(
            new NativeJsonProtocol(new ProtocolOptions(), city, city), _commit, new LiveState(city),
            new IngestCounters(), NullLogger<IngestPipeline>.Instance);
        _decoder = _pipeline.CreateDecoder();
    }

    public static async Task<DevicePipeline> OpenAsync(int devices)
    {
        using var folder = new TempFolder("registry");
        var file = folder.File("city.json");
        BenchRegistry.Write(file, Prefix, devices);
        return new DevicePipeline(devices, RegistryFile.Parse(await File.ReadAllBytesAsync(file)).Registry!);
    }

    /// <summary>The devices' next messages, each device in its turn.</summary>
    /// <returns>CPU of the process while they were offered and committed.</returns>
    public async Task<TimeSpan> OfferAsync(long messages)
    {
        var used = TimeSpan.Zero;
        for (var left = messages; left > 0; left -= AtOnce)
        {
            Receive();
            var before = Environment.CpuUsage.TotalTime;
            await OfferReceived();
            used += Environment.CpuUsage.TotalTime - before;
        }
        return used;
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _letters.Dispose();
        _spool.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// Puts the next topics into a buffer, as a read of a socket does. Not measured: it is the publishers' and the
    /// kernel's part. Kept as strings, a hundred thousand topics would be further memory that is in no cache, which the
    /// host doesn't have: its topics have just come.
    /// </summary>
    private void Receive()
    {
        var at = 0;
        for (var i = 0; i < AtOnce; i++)
        {
            at += Encoding.UTF8.GetBytes(
                DevicePacket.TopicOf(Prefix, (int)((_offered + i) % _devices)), _received.AsSpan(at));
            _ends[i] = at;
        }
    }

    private Task OfferReceived()
    {
        var committed = Task.CompletedTask;
        var begin = 0;
        foreach (var end in _ends)
        {
            committed = _pipeline.Offer(
                new InboundMessage
                {
                    // As MQTTnet does, so none is looked up by reference.
                    Topic = Encoding.UTF8.GetString(_received.AsSpan(begin, end - begin)),
                    Payload = _payloads[_offered++ % 2], QualityOfService = 1, ReceivedMs = Wire.NowMs,
                },
                _decoder);
            begin = end;
        }
        return committed;
    }

    private sealed class BenchCity(CityRegistry registry) : IRegistrySource, IHostClock
    {
        public CityRegistry Current { get; } = registry;

        public bool IsSynchronised => true;
    }
}
