using System.Runtime.CompilerServices;
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
    // What it holds: the fields, in a list shared with other slots, and in place, up to 8, their numbers. With 100,000
    // devices an array of its own would be one more wait for memory a message.
    private FieldDefinition[] _keys = [];
    private InPlace _numbers;
    private double[]? _further;
    private string?[]? _texts;
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

    /// <summary>
    /// In hand, as a name would have to be looked for among all; null for other series and before the first message.
    /// The publisher's loop alone sets and reads it.
    /// </summary>
    public VehicleLive? Vehicle { get; set; }

    /// <returns>True when the slot was clean and is dirty now: it needs publishing once.</returns>
    public bool Offer(Reading reading, long receivedMs)
    {
        // Itself, not an object for it, for the same reason.
        lock (this)
        {
            if (reading.TimeMs < _timeMs) return false;
            if (reading.TimeMs > _timeMs) Replace(reading.Fields);
            else Merge(reading.Fields);
            _timeMs = reading.TimeMs;
            _receivedMs = receivedMs;
            _flags = reading.Flags;
            _quality = reading.Quality;
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
            for (var i = 0; i < _keys.Length; i++) WriteField(json, _keys[i], NumberAt(i), _texts?[i]);
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

    private double? Number(FieldDefinition definition) =>
        Array.IndexOf(_keys, definition) is >= 0 and var at ? NumberAt(at) : null;

    private bool? Truth(FieldDefinition definition) => Number(definition) is { } number ? number != 0 : null;

    private static void WriteField(Utf8JsonWriter json, FieldDefinition definition, double number, string? text)
    {
        var name = definition.Utf8Name;
        switch (definition.Type)
        {
            case FieldType.Text: json.WriteString(name, text); break;
            case FieldType.Boolean: json.WriteBoolean(name, number != 0); break;
            case FieldType.Integer: json.WriteNumber(name, (long)number); break;
            default: json.WriteNumber(name, number); break;
        }
    }

    private void Replace(ReadOnlySpan<FieldValue> fields)
    {
        if (!SharedKeys.AreOf(_keys, fields)) SetKeys(SharedKeys.Of(fields));
        for (var i = 0; i < fields.Length; i++) Set(i, fields[i]);
    }

    private void Merge(ReadOnlySpan<FieldValue> fields)
    {
        foreach (ref readonly var field in fields)
        {
            var at = Array.IndexOf(_keys, field.Definition);
            if (at < 0)
            {
                at = _keys.Length;
                SetKeys([.. _keys, field.Definition]);
            }
            Set(at, field);
        }
    }

    private void SetKeys(FieldDefinition[] keys)
    {
        _keys = keys;
        if (keys.Length - InPlace.Length is > 0 and var further && further > (_further?.Length ?? 0))
            Array.Resize(ref _further, further);
        if (keys.Length > _texts?.Length) Array.Resize(ref _texts, keys.Length);
    }

    private void Set(int at, in FieldValue field)
    {
        NumberAt(at) = field.Number;
        if (field.Text is null && _texts is null) return;
        _texts ??= new string?[_keys.Length];
        _texts[at] = field.Text;
    }

    private ref double NumberAt(int at)
    {
        if (at < InPlace.Length) return ref _numbers[at];
        return ref _further![at - InPlace.Length];
    }

    [InlineArray(Length)]
    private struct InPlace
    {
        public const int Length = 8;

        private double _first;
    }
}
