using System.Globalization;
using System.Text;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>
/// Messages as careless, broken and hostile devices send them: good ones, good ones with bytes spoilt, JSON made up
/// from the contract's own keys with values of every kind, and topics alike. The same seed gives the same messages.
/// </summary>
sealed class HostileMessages(int seed)
{
    static readonly string[] Topics =
    [
        "sanitation/plants/sewage-1/flow/influent", "sanitation/plants/sewage-1/flow/effluent",
        "sanitation/plants/sewage-1/flow/influent/reset", "sanitation/plants/sewage-1/status",
        "sanitation/plants/sewage-1/quality/outlet", "sanitation/vehicles/truck-7/position",
        "sanitation/vehicles/tracker-1/position", "sanitation/facilities/landfill/weighing",
        "sanitation/plants/污水厂-9/flow/进水", "sanitation/vehicles/v/position",
    ];

    static readonly string[] Good =
    [
        """{"ts":"2026-06-01T07:00:00+08:00","flow_m3h":1666.5,"total_m3":8123.25,"q":"N"}""",
        """{"ts":1780268400000,"flow_m3h":0.30000000000000004,"level_m":1.2}""",
        """{"ts":1780268400000,"last_m3":999.5,"first_m3":0,"reason":"replaced"}""",
        """{"ts":1780268400000,"state":"fault","unit":"泵-2","message":"\u8fc7\u8f7d \"E4\" C:\\pumps\\"}""",
        """{"ts":1780268400000,"cod_mgl":31.5,"ph":7.1,"q":"T"}""",
        """{"ts":1780268400000,"lat":30.1,"lon":122.1,"speed_kmh":41,"ignition":true,"x":[{}]}""",
        """{"ts":1780268400000,"lat":30.1,"lon":122.1,"odometer_km":10234.5,"fuel_pct":71}""",
        """{"ts":1780268400,"ticket":"A-1","vehicle":"truck-7","material":"sludge","gross_kg":18340,"tare_kg":6120}""",
        """{"ts":1780268400000,"flow_m3h":7}""",
        """{"ts":1780268400000,"lat":-90,"lon":180,"accuracy_m":1e3}""",
    ];

    static readonly string[] Keys =
    [
        "ts", "flow_m3h", "total_m3", "level_m", "q", "last_m3", "first_m3", "reason", "state", "unit", "code",
        "message",
        "cod_mgl", "ph", "temp_c", "lat", "lon", "speed_kmh", "heading_deg", "accuracy_m", "ignition", "working",
        "load_kg",
        "ticket", "vehicle", "material", "gross_kg", "tare_kg", "net_kg", "source", "flags", "time", "TS", "", "a b",
        "泵", "t\\u0073",
    ];

    static readonly string[] Values =
    [
        "0", "-0", "1", "-1", "1.5", "90.1", "-90", "1e308", "1e309", "-1e-400", "0.1e", "01", "+1", ".5",
        "1780268400000", "1780268400",
        "1780272300001", "99999999999999999999", "-62135596800000", "9223372036854775808", "null", "true", "false",
        "NaN", "\"\"", "\"N\"", "\"F\"",
        "\"Z\"", "\"sludge\"", "\"running\"", "\"2026-06-01T00:00:00Z\"", "\"2026-06-01T00:00:00\"",
        "\"2026-13-41T99:00:00Z\"",
        "\"1e5\"", "\"\\u0000\\u001f\"", "\"\\ud83d\\ude9b\"", "\"\\ud83d\"", "\"a,b=c d\\\\\"", "\"\\\"; DROP\"",
        "\"污水\"", "[]", "{}", "[1,[2,[3]]]",
        "{\"a\":{\"b\":[null]}}", "\"x", "'x'", "tru", "",
    ];

    static readonly string[] Splices =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "null", "NaN", "-", "1e999", "\"ts\":", "\"time\":1",
        "\0", "\n", "/", "//", "+", "#", "$",
        "/*", "é", "𝄞", "\u202e", "%s", " ", "\t",
    ];

    readonly Random _random = new(seed);

    public (string Topic, byte[] Payload) Next()
    {
        var kind = _random.Next(Topics.Length);
        var topic = Topics[kind];
        var payload = _random.Next(10) switch
        {
            0 => Encoding.UTF8.GetBytes(Good[kind]),
            <= 4 => Spoil(Encoding.UTF8.GetBytes(Array(Good[kind]))),
            <= 8 => Encoding.UTF8.GetBytes(Array(MakeUp())),
            _ => Bytes(),
        };
        return (_random.Next(6) == 0 ? SpoilTopic(topic) : topic, payload);
    }

    string Array(string one) => _random.Next(5) == 0 ? $"[{one},{one}{(_random.Next(3) == 0 ? "," + MakeUp() : "")}]"
        : one;

    string MakeUp()
    {
        var text = new StringBuilder("{");
        if (_random.Next(2) == 0)
        {
            // Around the moment of receipt: a day before to ten minutes after.
            var ts = Sut.ReceivedMs - 86_400_000 + _random.NextInt64(87_000_000);
            text.Append(CultureInfo.InvariantCulture, $"\"ts\":{ts},");
        }
        for (var n = _random.Next(1, 7); n > 0; n--)
        {
            text.Append('"').Append(Keys[_random.Next(Keys.Length)]).Append("\":").Append(Value());
            if (n > 1) text.Append(',');
        }
        return text.Append('}').ToString();
    }

    string Value() => _random.Next(3) == 0
        ? (_random.NextDouble() * Math.Pow(10, _random.Next(-3, 9))).ToString("R", CultureInfo.InvariantCulture)
        : Values[_random.Next(Values.Length)];

    byte[] Bytes()
    {
        var bytes = new byte[_random.Next(300)];
        _random.NextBytes(bytes);
        return bytes;
    }

    byte[] Spoil(byte[] bytes)
    {
        var spoilt = new List<byte>(bytes);
        for (var n = _random.Next(1, 5); n > 0 && spoilt.Count > 0; n--)
        {
            var at = _random.Next(spoilt.Count);
            switch (_random.Next(6))
            {
                case 0: spoilt[at] = (byte)_random.Next(256); break;
                case 1: spoilt.RemoveRange(at, Math.Min(_random.Next(1, 9), spoilt.Count - at)); break;
                case 2: spoilt.InsertRange(at, Encoding.UTF8.GetBytes(Splices[_random.Next(Splices.Length)])); break;
                case 3: spoilt.RemoveRange(at, spoilt.Count - at); break;
                case 4: spoilt.InsertRange(at,
                    spoilt.GetRange(at, Math.Min(_random.Next(1, 20), spoilt.Count - at))); break;
                default: spoilt[at] ^= (byte)(1 << _random.Next(8)); break;
            }
        }
        return [.. spoilt];
    }

    string SpoilTopic(string topic) => _random.Next(3) switch
    {
        0 => Encoding.UTF8.GetString(Spoil(Encoding.UTF8.GetBytes(topic))),
        1 => topic.Insert(_random.Next(topic.Length + 1), Splices[_random.Next(Splices.Length)]),
        _ => string.Join(
            '/', topic.Split('/').Select(level => _random.Next(3) == 0 ? Keys[_random.Next(Keys.Length)] : level)),
    };
}
