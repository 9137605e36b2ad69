using System.Buffers;
using System.Collections.Frozen;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Protocols;
using Telemetry.Protocols.Native;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Benchmarks.Micro;

/// <summary>
/// Decode, validate, encode: payload bytes to line protocol, by the host's own parts, with nothing behind.
/// </summary>
internal sealed class NativeEncoding : IReadingSink, IRegistrySource, IHostClock
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 20);
    private readonly NativeJsonDecoder _decoder;
    private readonly Keeper _keeper = new();

    public NativeEncoding() => _decoder = new NativeJsonProtocol(new ProtocolOptions(), this, this).CreateDecoder();

    public bool IsSynchronised => true;

    /// <summary>No asset is known, so that each is accepted as unregistered.</summary>
    public CityRegistry Current { get; } = EmptyCity();

    /// <summary>Bytes of line protocol made of the last payload.</summary>
    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    public int Encode(string topic, ReadOnlySpan<byte> payload)
    {
        _lines.ResetWrittenCount();
        _decoder.Decode(
            new InboundMessage { Topic = topic, Payload = payload, QualityOfService = 1, ReceivedMs = Wire.NowMs },
            this);
        return _lines.WrittenCount;
    }

    /// <summary>
    /// Up to the reading, and no further; the last one where there are several, until the next message.
    /// </summary>
    public Reading? Decode(string topic, ReadOnlySpan<byte> payload)
    {
        _keeper.Reading = null;
        _decoder.Decode(
            new InboundMessage { Topic = topic, Payload = payload, QualityOfService = 1, ReceivedMs = Wire.NowMs },
            _keeper);
        return _keeper.Reading;
    }

    public void Accept(Reading reading) => LineProtocolWriter.Write(reading, _lines);

    public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail) => throw Rejected(detail);

    public static CityRegistry EmptyCity() => new()
    {
        Version = "000000000000",
        City = new City(new LocalizedName("City", "City"), TimeZoneInfo.Utc, TimeOnly.MinValue),
        Districts = FrozenDictionary<Domain.Identifiers.DistrictId, District>.Empty,
        Plants = FrozenDictionary<Domain.Identifiers.PlantId, Plant>.Empty,
        Vehicles = FrozenDictionary<Domain.Identifiers.VehicleId, Vehicle>.Empty,
        Facilities = FrozenDictionary<Domain.Identifiers.FacilityId, Facility>.Empty,
        CollectionPoints = [],
        Geofences = [],
        Devices = FrozenDictionary<Domain.Identifiers.DeviceId, Device>.Empty,
        Indicators = [],
    };

    private static InvalidOperationException Rejected(string detail) =>
        new($"a message of the benchmark is rejected: {detail}");

    private sealed class Keeper : IReadingSink
    {
        public Reading? Reading { get; set; }

        public void Accept(Reading reading) => Reading = reading;

        public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail) => throw Rejected(detail);
    }
}
