using System.Text.Json;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;

namespace Telemetry.Host.Live;

/// <summary>
/// The newest values of one series. A reading with an older time is passed over; one with the same time merges field by
/// field, as the stores do.
/// </summary>
internal sealed class LatestSlot(Series series, string topic, LiveState? owner = null)
{
    private FieldValue[] _fields = [];
    private int _count;
    private long _timeMs = long.MinValue;
    private long _receivedMs;
    private ReadingFlags _flags;
    private char _quality = 'N';
    private bool _dirty;
    private bool _forgotten;

    /// <summary>Whose slot it is; a series may have met more than one.</summary>
    public LiveState? Owner => owner;

    public string Topic => topic;

    public Series Series => series;

    /// <summary>Whether the registry knows it; the publisher's loop alone sets and reads it.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>Set once its asset has gone: a later reading gets a new slot.</summary>
    public bool IsForgotten { get => Volatile.Read(ref _forgotten); set => Volatile.Write(ref _forgotten, value); }

    /// <summary>From the registry, null where it says none; the publisher's loop alone sets and reads it.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>What <see cref="Offer"/> will need.</summary>
    public void FetchAhead() => CacheAhead.FetchBoth(_fields);

    /// <summary>
    /// In hand, as a name would have to be looked for among all; null for other series and before the first message.
    /// The publisher's loop alone sets and reads it.
    /// </summary>
    public VehicleLive? Vehicle { get; set; }

    /// <returns>True when the slot was clean and is dirty now: it needs publishing once.</returns>
    public bool Offer(Reading reading, long receivedMs)
    {
        // Itself, not an object for it: with 100,000 devices each object is one more miss of the caches a message.
        lock (this)
        {
            if (reading.TimeMs < _timeMs) return false;
            if (reading.TimeMs > _timeMs) _count = 0;
            _timeMs = reading.TimeMs;
            _receivedMs = receivedMs;
            _flags = reading.Flags;
            _quality = reading.Quality;
            // As long as its readings are, for the same reason.
            if (_fields.Length < reading.Fields.Length) Array.Resize(ref _fields, reading.Fields.Length);
            foreach (var field in reading.Fields) Set(field);
            if (_dirty) return false;
            return _dirty = true;
        }
    }

    /// <summary>Writes the slot as the payload of its live topic and marks it clean.</summary>
    /// <param name="host">Who publishes it, and may clear it when the asset is gone.</param>
    /// <param name="fleet">Says what a vehicle is doing; null where nobody knows.</param>
    /// <returns>The newest device time in it, Unix ms.</returns>
    public long Write(Utf8JsonWriter json, long publishedMs, string host, FleetSigns? fleet = null)
    {
        lock (this)
        {
            _dirty = false;
            json.WriteStartObject();
            json.WriteNumber("ts"u8, _timeMs);
            json.WriteNumber("published_at"u8, publishedMs);
            json.WriteNumber("received_at"u8, _receivedMs);
            json.WriteNumber("stale_after_s"u8, (long)StaleAfter().TotalSeconds);
            for (var i = 0; i < series.TagValues.Length; i++)
                json.WriteString(series.Measurement.Tags[i], series.TagValues[i]);
            for (var i = 0; i < _count; i++) WriteField(json, _fields[i]);
            if (fleet is not null && series.Measurement == Measurements.VehiclePosition && PingNow() is { } ping)
                fleet.Write(json, this, ping, publishedMs);
            if (series.Measurement.Fields.Contains(Measurements.Quality))
                json.WriteString("q"u8, [_quality]);
            json.WriteNumber("flags"u8, (int)_flags);
            json.WriteString(LeftoverTopics.HostKey, host);
            json.WriteEndObject();
            return _timeMs;
        }
    }

    private TimeSpan StaleAfter()
    {
        if (series.Measurement == Measurements.PlantStatus) return Staleness.OfPlantState;
        return series.Measurement == Measurements.VehiclePosition
            ? Staleness.OfVehicle(Interval, Truth(Measurements.Ignition))
            : Staleness.Of(Interval);
    }

    private Ping? PingNow() =>
        Number(Measurements.Lat) is { } lat && Number(Measurements.Lon) is { } lon
            ? new Ping(
                _timeMs, lat, lon, Number(Measurements.SpeedKmh), Number(Measurements.AccuracyM),
                Truth(Measurements.Ignition), Truth(Measurements.Working), Number(Measurements.LoadKg))
            : null;

    private double? Number(FieldDefinition definition)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_fields[i].Definition, definition)) return _fields[i].Number;
        }
        return null;
    }

    private bool? Truth(FieldDefinition definition)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_fields[i].Definition, definition)) return _fields[i].Number != 0;
        }
        return null;
    }

    private static void WriteField(Utf8JsonWriter json, in FieldValue field)
    {
        var name = field.Definition.Utf8Name;
        switch (field.Definition.Type)
        {
            case FieldType.Text: json.WriteString(name, field.Text); break;
            case FieldType.Boolean: json.WriteBoolean(name, field.Number != 0); break;
            case FieldType.Integer: json.WriteNumber(name, (long)field.Number); break;
            default: json.WriteNumber(name, field.Number); break;
        }
    }

    private void Set(in FieldValue field)
    {
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_fields[i].Definition, field.Definition)) continue;
            _fields[i] = field;
            return;
        }
        if (_count == _fields.Length) Array.Resize(ref _fields, _count + 2);
        _fields[_count++] = field;
    }
}
