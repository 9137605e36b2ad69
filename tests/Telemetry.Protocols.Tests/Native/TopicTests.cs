using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

public class TopicTests
{
    const string Flow = "sanitation/plants/sewage-1/flow/influent";
    const string Reset = "sanitation/plants/sewage-1/flow/influent/reset";
    const string Status = "sanitation/plants/sewage-1/status";
    const string Quality = "sanitation/plants/sewage-1/quality/outlet";
    const string Position = "sanitation/vehicles/truck-7/position";
    const string Weighing = "sanitation/facilities/landfill/weighing";

    /// <summary>2026-05-31T23:00:00Z.</summary>
    const long Ts = 1_780_268_400_000;

    [Theory]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1666.5,"total_m3":812345.25,"level_m":-0.5,"q":"M"}""",
        "plant_flow,meter=influent,plant=sewage-1", "flow_m3h=1666.5 level_m=-0.5 total_m3=812345.25", 'M')]
    [InlineData(Flow, """{"total_m3":0,"ts":1780268400}""",
        "plant_flow,meter=influent,plant=sewage-1", "total_m3=0")]
    [InlineData(
        Flow, """ { "ts" : "2026-06-01T07:00:00+08:00" , "flow_m3h" : 1.5e3 , "level_m" : null , "q" : null } """,
        "plant_flow,meter=influent,plant=sewage-1", "flow_m3h=1500")]
    [InlineData(Flow, """{"flow_m3h":1,"flow_m3h":2,"level_m":3,"level_m":null,"ts":5,"ts":1780268400000}""",
        "plant_flow,meter=influent,plant=sewage-1", "flow_m3h=2")]
    [InlineData(Flow, """{"\u0074s":1780268400000,"flow\u005fm3h":7}""",
        "plant_flow,meter=influent,plant=sewage-1", "flow_m3h=7")]
    [InlineData(Reset, """{"ts":1780268400000,"last_m3":999.5,"first_m3":0,"reason":"replaced"}""",
        "meter_event,meter=influent,plant=sewage-1", "by=device first_m3=0 last_m3=999.5 reason=replaced")]
    [InlineData(Status, """{"ts":1780268400000,"state":"running"}""",
        "plant_status,plant=sewage-1,unit=-", "state=running")]
    [InlineData(Status, """{"ts":1780268400000,"state":"fault","unit":"泵-2","code":"E17","message":"\"过载\" \\ trip"}""",
        "plant_status,plant=sewage-1,unit=泵-2", "code=E17 message=\"过载\" \\ trip state=fault")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":31.5,"ph":7.1,"my_own_2":-3,"q":"T"}""",
        "plant_quality,plant=sewage-1,point=outlet", "cod_mgl=31.5 my_own_2=-3 ph=7.1", 'T')]
    [InlineData(Position, """{"ts":1780268400000,"lat":30.0161234,"lon":-122.1061234}""",
        "vehicle_position,vehicle=truck-7", "lat=30.0161234 lon=-122.1061234")]
    [InlineData(Position, """
        {"ts":1780268400000,"lat":30.1,"lon":122.1,"speed_kmh":42.5,"heading_deg":359.9,"altitude_m":12,"accuracy_m":3.5,
         "odometer_km":81234.5,"ignition":true,"working":false,"fuel_pct":55,"load_kg":4200}
        """,
        "vehicle_position,vehicle=truck-7",
        "accuracy_m=3.5 altitude_m=12 fuel_pct=55 heading_deg=359.9 ignition=1 lat=30.1 load_kg=4200 lon=122.1 "
        + "odometer_km=81234.5 speed_kmh=42.5 working=0")]
    [InlineData(Weighing, """
        {"ts":1780268400000,"ticket":"A-1","vehicle":"truck-7","material":"sludge","gross_kg":18340.1,"tare_kg":6120.3}
        """,
        "weighing,facility=landfill,material=sludge,scale=-",
        "gross_kg=18340.1 net_kg=12219.8 tare_kg=6120.3 ticket=A-1 vehicle=truck-7")]
    [InlineData(Weighing, """
        {"ts":1780268400000,"ticket":"A-1","vehicle":"truck-7","material":"fecal","net_kg":3000,"source":"dinghai","scale":"north"}
        """,
        "weighing,facility=landfill,material=fecal,scale=north",
        "net_kg=3000 source=dinghai ticket=A-1 vehicle=truck-7")]
    public void Decode_Good_object_is_accepted_as_it_stands(
        string topic, string payload, string series, string fields, char quality = 'N')
    {
        var reading = new Sut().Accept(topic, payload);

        Assert.Equal(series, reading.Series);
        Assert.Equal(Ts, reading.TimeMs);
        Assert.Equal(fields, reading.FieldText);
        Assert.Equal(quality, reading.Quality);
        Assert.Equal(ReadingFlags.None, reading.Flags);
    }

    [Theory]
    [InlineData(Flow, """{"ts":1780268400000}""", "'flow_m3h' and 'total_m3' are missing")]
    [InlineData(Flow, """{"ts":1780268400000,"level_m":2}""", "at least one is needed")]
    [InlineData(
        Flow, """{"ts":1780268400000,"flow_m3h":"12.3"}""",
        "'flow_m3h' is \"12.3\", allowed is a number without quotes: 12.3")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":"much"}""", "allowed is a number")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":true}""", "'flow_m3h' is true, allowed is a number")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":[1,{"a":2}],"q":"N"}""", "'flow_m3h' is an array")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":{"value":1}}""", "'flow_m3h' is an object")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1,"q":"n"}""", "'q' is \"n\", allowed is one of")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1,"q":"NN"}""", "'q' is \"NN\"")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1,"q":""}""", "'q' is \"\"")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1,"q":7}""", "'q' is 7")]
    [InlineData(Flow, """{"ts":"2026-06-01T07:00:00","flow_m3h":1}""", "has no offset: add 'Z'")]
    [InlineData(Flow, """{"ts":"1780268400000","flow_m3h":1}""", "Unix time as a number, without quotes")]
    [InlineData(Flow, """{"ts":"yesterday","flow_m3h":1}""", "is no RFC 3339 time")]
    [InlineData(Flow, """{"ts":1780268400.5,"flow_m3h":1}""", "'ts' is 1780268400.5, allowed is an integer")]
    [InlineData(Flow, """{"ts":true,"flow_m3h":1}""", "'ts' is true")]
    [InlineData(Flow, """{"ts":{"$date":1},"flow_m3h":1}""", "'ts' is an object")]
    [InlineData(Reset, """{"ts":1780268400000,"last_m3":1,"first_m3":0}""", "'reason' is missing or empty")]
    [InlineData(Reset, """{"ts":1780268400000,"last_m3":1,"reason":"r"}""", "'first_m3' is missing")]
    [InlineData(Reset, """{"ts":1780268400000,"first_m3":1,"reason":"r"}""", "'last_m3' is missing")]
    [InlineData(Status, """{"ts":1780268400000}""", "'state' is missing")]
    [InlineData(Status, """{"ts":1780268400000,"state":"on"}""", "running, standby, stopped, maintenance, fault")]
    [InlineData(Status, """{"ts":1780268400000,"state":"fault","code":17}""", "'code' is 17, allowed is a string")]
    [InlineData(
        Status, """{"ts":1780268400000,"state":"fault","unit":"pump 2"}""",
        "'unit' is \"pump 2\", allowed is an identifier")]
    [InlineData(Status, """{"ts":1780268400000,"state":"fault","message":"\ud800"}""", "half of a surrogate pair")]
    [InlineData(Quality, """{"ts":1780268400000}""", "there is no quality parameter")]
    [InlineData(Quality, """{"ts":1780268400000,"COD":31}""", "'COD' can be no quality parameter")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":"31"}""", "allowed is a number without quotes: 31")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":1,"flags":3}""", "'flags' is a reserved name")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":1,"time":3}""", "'time' is a reserved name")]
    [InlineData(Position, """{"ts":1780268400000,"lat":30}""", "'lon' is missing")]
    [InlineData(Position, """{"ts":1780268400000,"lat":30,"lon":null}""", "'lon' is missing")]
    [InlineData(
        Position, """{"ts":1780268400000,"lat":30,"lon":122,"ignition":1}""",
        "'ignition' is 1, allowed is true or false")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"vehicle":"t","material":"sludge","net_kg":1}""",
        "'ticket' is missing or empty")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":" ","vehicle":"t","material":"sludge","net_kg":1}""",
        "'ticket' is missing or empty")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":12,"vehicle":"t","material":"sludge","net_kg":1}""",
        "'ticket' is 12, allowed is a string")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","material":"sludge","net_kg":1}""", "'vehicle' is missing")]
    [InlineData(Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","net_kg":1}""", "'material' is missing")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"gold","net_kg":1}""",
        "sludge, fecal, garbage")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","gross_kg":1}""",
        "'net_kg' is missing")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","net_kg":1,"scale":"a/b"}""",
        "'scale' is")]
    public void Decode_Object_of_the_wrong_shape_is_rejected_with_what_to_mend(
        string topic, string payload, string detail)
    {
        var rejected = new Sut().Reject(topic, payload);

        Assert.Equal(RejectReason.Schema, rejected.Reason);
        Assert.Contains(detail, rejected.Detail, StringComparison.Ordinal);
        Assert.Equal(payload, rejected.Raw);
    }

    [Theory]
    [InlineData(Flow, """{"ts":1780268400000,"total_m3":-0.1}""", "'total_m3' is -0.1, allowed is 0 or more")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":1e999}""", "'flow_m3h'")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":-1e999}""", "allowed is a finite number")]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":"NaN"}""", "leave the key out")]
    [InlineData(Flow, """{"ts":9223372036854775807,"flow_m3h":1}""", "no time from 1677 to 2262")]
    [InlineData(Reset, """{"ts":1780268400000,"last_m3":-1,"first_m3":0,"reason":"r"}""", "'last_m3' is -1")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":"-Infinity"}""", "'cod_mgl'")]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":1e400}""", "'cod_mgl'")]
    [InlineData(Position, """{"ts":1780268400000,"lat":90.0001,"lon":0}""", "'lat' is 90.0001, allowed is -90 to 90")]
    [InlineData(Position, """{"ts":1780268400000,"lat":0,"lon":-180.5}""", "'lon' is -180.5, allowed is -180 to 180")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","net_kg":-5}""",
        "'net_kg' is -5")]
    [InlineData(
        Weighing, """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","gross_kg":5,"tare_kg":6}""",
        "'tare_kg' is 6, more than 'gross_kg', 5")]
    public void Decode_Impossible_value_is_out_of_range(string topic, string payload, string detail)
    {
        var rejected = new Sut().Reject(topic, payload);

        Assert.Equal(RejectReason.OutOfRange, rejected.Reason);
        Assert.Contains(detail, rejected.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":-1}""", ReadingFlags.NegativeFlow)]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":2100}""", ReadingFlags.None)]
    [InlineData(Flow, """{"ts":1780268400000,"flow_m3h":2100.1}""", ReadingFlags.OverFullScale)]
    [InlineData(Flow, """{"ts":1780268400000,"total_m3":1000000.1}""", ReadingFlags.OverModulus)]
    [InlineData(Flow, """{"ts":1780268400000,"total_m3":1,"level_m":501}""", ReadingFlags.Implausible)]
    [InlineData(
        Reset, """{"ts":1780268400000,"last_m3":1,"first_m3":1000001,"reason":"r"}""", ReadingFlags.OverModulus)]
    [InlineData(Status, """{"ts":1780268400000,"state":"fault","message":"a\nb"}""", ReadingFlags.TextCleaned)]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":60}""", ReadingFlags.None)]
    [InlineData(Quality, """{"ts":1780268400000,"cod_mgl":60.1}""", ReadingFlags.OutsideLimits)]
    [InlineData(Quality, """{"ts":1780268400000,"ph":5.9}""", ReadingFlags.OutsideLimits)]
    [InlineData(Quality, """{"ts":1780268400000,"ph":14.1}""", ReadingFlags.OutsideLimits | ReadingFlags.Implausible)]
    [InlineData(Quality, """{"ts":1780268400000,"tn_mgl":-1}""", ReadingFlags.Implausible)]
    [InlineData(Position, """{"ts":1780268400000,"lat":0,"lon":0.0}""", ReadingFlags.NullIsland)]
    [InlineData(Position, """{"ts":1780268400000,"lat":0,"lon":1}""", ReadingFlags.None)]
    [InlineData(Position, """{"ts":1780268400000,"lat":1,"lon":1,"speed_kmh":201}""", ReadingFlags.Implausible)]
    [InlineData(Position, """{"ts":1780268400000,"lat":1,"lon":1,"heading_deg":-1}""", ReadingFlags.Implausible)]
    [InlineData(Position, """{"ts":1780268400000,"lat":1,"lon":1,"fuel_pct":101}""", ReadingFlags.Implausible)]
    [InlineData(
        Weighing,
        """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","gross_kg":9000,"tare_kg":5000,"net_kg":4020}""", ReadingFlags.None)]
    [InlineData(
        Weighing,
        """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","gross_kg":9000,"tare_kg":5000,"net_kg":4021}""", ReadingFlags.WeightMismatch)]
    [InlineData(
        Weighing,
        """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"fecal","gross_kg":60,"tare_kg":50,"net_kg":11}""", ReadingFlags.None)]
    public void Decode_Doubtful_value_is_kept_and_flagged(string topic, string payload, ReadingFlags flags) =>
        Assert.Equal(flags, new Sut().Accept(topic, payload).Flags);

    [Fact]
    public void Decode_Control_characters_in_a_text_become_spaces() =>
        Assert.Equal("a b  c", new Sut().Accept(
            Status, """{"ts":1780268400000,"state":"fault","message":"a\nb\u0000\u0085c"}""").Fields["message"]);

    [Fact]
    public void Decode_Text_beyond_the_limit_is_rejected()
    {
        string Payload(int length) =>
            $$"""{"ts":1780268400000,"state":"fault","message":"{{new string('x', length)}}"}""";
        var sut = new Sut();

        Assert.Equal(512, ((string)sut.Accept(Status, Payload(512)).Fields["message"]).Length);
        Assert.Equal(
            "'message' is 513 characters long, allowed is 512 characters", sut.Reject(Status, Payload(513)).Detail);
    }

    [Fact]
    public void Decode_Quality_point_takes_a_hundred_parameters_and_no_more()
    {
        string Payload(int count) =>
            $$"""{"ts":1780268400000,{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":{i}"))}}}""";
        var sut = new Sut();

        Assert.Equal(100, sut.Accept(Quality, Payload(100)).Fields.Count);
        Assert.Equal(RejectReason.Schema, sut.Reject(Quality, Payload(101)).Reason);
    }

    [Fact]
    public void Decode_Different_quality_parameters_are_capped_for_the_host()
    {
        var sut = new Sut(options => options.MaxQualityParameterNames = 2);
        sut.Accept(Quality, """{"ts":1780268400000,"a":1,"b":2}""");

        var rejected = sut.Reject(Quality, """{"ts":1780268400000,"a":1,"c":3}""");

        Assert.Equal(RejectReason.Schema, rejected.Reason);
        Assert.Contains("this host takes 2 different ones", rejected.Detail, StringComparison.Ordinal);
        Assert.Equal(2, sut.Accept(Quality, """{"ts":1780268400000,"a":1,"b":2}""").Fields.Count);
    }

    [Fact]
    public void Decode_Unknown_keys_are_passed_over_and_counted()
    {
        var sut = new Sut();

        sut.Accept(Flow, """{"ts":1780268400000,"flow_m3h":1,"firmware":"2.1","nested":{"ts":[1,2,{}]},"q_x":null}""");
        sut.Accept(Quality, """{"ts":1780268400000,"cod_mgl":1,"firmware":"v2.1","list":[1]}""");

        Assert.Equal(5, sut.Protocol.IgnoredKeys);
    }
}
