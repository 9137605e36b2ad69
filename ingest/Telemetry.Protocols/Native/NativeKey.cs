using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>What a key's value is, and so how it is read.</summary>
enum KeyRole
{
    Time,
    QualityLetter,
    Number,
    Truth,
    Text,
    State,
    Material,

    /// <summary>An identifier that becomes a tag: unit, scale.</summary>
    Tag,
}

/// <summary>One key of the contract.</summary>
sealed class NativeKey(string name, KeyRole role, FieldDefinition? field = null)
{
    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public KeyRole Role { get; } = role;

    public FieldDefinition? Field { get; } = field;
}

/// <summary>The keys of each topic, in the order in which they are usually sent.</summary>
sealed class NativeKeys
{
    static readonly NativeKey Time = new("ts", KeyRole.Time);
    static readonly NativeKey QualityLetter = new("q", KeyRole.QualityLetter);

    static readonly NativeKeys Flow = new(
        Time, Number(Measurements.FlowM3H), Number(Measurements.TotalM3), Number(Measurements.LevelM), QualityLetter);

    static readonly NativeKeys Reset = new(
        Time, Number(Measurements.LastM3), Number(Measurements.FirstM3), Text(Measurements.Reason));

    static readonly NativeKeys Status = new(
        Time, new NativeKey("state", KeyRole.State, Measurements.State), new NativeKey("unit", KeyRole.Tag),
        Text(Measurements.Code), Text(Measurements.Message));

    static readonly NativeKeys Quality = new(Time, QualityLetter);

    static readonly NativeKeys Position = new(
        Time, Number(Measurements.Lat), Number(Measurements.Lon), Number(Measurements.SpeedKmh),
        Number(Measurements.HeadingDeg), Number(Measurements.AltitudeM), Number(Measurements.AccuracyM),
        Number(Measurements.OdometerKm), Truth(Measurements.Ignition), Truth(Measurements.Working),
        Number(Measurements.FuelPct), Number(Measurements.LoadKg));

    static readonly NativeKeys Weighing = new(
        Time, Text(Measurements.Ticket), Text(Measurements.Vehicle), new NativeKey("material", KeyRole.Material),
        Number(Measurements.GrossKg), Number(Measurements.TareKg), Number(Measurements.NetKg),
        Text(Measurements.Source), new NativeKey("scale", KeyRole.Tag));

    readonly NativeKey[] _keys;

    NativeKeys(params NativeKey[] keys) => _keys = keys;

    public static NativeKeys Of(TopicKind kind) => kind switch
    {
        TopicKind.Flow => Flow,
        TopicKind.Reset => Reset,
        TopicKind.Status => Status,
        TopicKind.Quality => Quality,
        TopicKind.Position => Position,
        _ => Weighing,
    };

    /// <param name="name">The key as it stands, without escapes.</param>
    /// <param name="next">Where to look first; moves behind what was found, as devices keep to an order.</param>
    public NativeKey? Find(ReadOnlySpan<byte> name, ref int next)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var at = next + i;
            if (at >= _keys.Length) at -= _keys.Length;
            var key = _keys[at];
            if (!name.SequenceEqual(key.Utf8Name)) continue;
            next = at + 1 == _keys.Length ? 0 : at + 1;
            return key;
        }
        return null;
    }

    static NativeKey Number(FieldDefinition field) => new(field.Name, KeyRole.Number, field);

    static NativeKey Truth(FieldDefinition field) => new(field.Name, KeyRole.Truth, field);

    static NativeKey Text(FieldDefinition field) => new(field.Name, KeyRole.Text, field);
}
