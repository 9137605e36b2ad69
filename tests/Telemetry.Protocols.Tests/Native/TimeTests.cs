using System.Globalization;
using System.Text;
using CsCheck;
using Telemetry.Domain.Readings;
using Telemetry.Protocols.Native;

namespace Telemetry.Protocols.Tests.Native;

public class TimeTests
{
    const string Flow = "sanitation/plants/sewage-1/flow/influent";
    const string NoTimeAllowed = "sanitation/plants/sewage-1/flow/effluent";

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2000-02-29T23:59:59.999Z", 951_868_799_999)]
    [InlineData("2026-06-01T08:00:00+08:00", 1_780_272_000_000)]
    [InlineData("2026-06-01t00:00:00z", 1_780_272_000_000)]
    [InlineData("2026-06-01 00:00:00Z", 1_780_272_000_000)]
    [InlineData("2026-05-31T20:30:00-03:30", 1_780_272_000_000)]
    [InlineData("2026-06-01T00:00:00-00:00", 1_780_272_000_000)]
    [InlineData("2026-06-01T00:00:00.1Z", 1_780_272_000_100)]
    [InlineData("2026-06-01T00:00:00.123999999999Z", 1_780_272_000_123)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_799_999)]
    [InlineData("2017-01-01T07:59:60.5+08:00", 1_483_228_799_999)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000)]
    [InlineData("9999-12-31T23:59:59Z", 253_402_300_799_000)]
    public void ParseRfc3339_Good_time_is_the_instant(string text, long expected)
    {
        Assert.Null(DeviceTime.ParseRfc3339(Encoding.UTF8.GetBytes(text), out var unixMs));

        Assert.Equal(expected, unixMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-06-01")]
    [InlineData("2026-06-01T00:00Z")]
    [InlineData("2026-06-01T00:00:00")]
    [InlineData("2026-06-01T00:00:00.Z")]
    [InlineData("2026-06-01T00:00:00.5")]
    [InlineData("2026-06-01T00:00:00+08")]
    [InlineData("2026-06-01T00:00:00+0800")]
    [InlineData("2026-06-01T00:00:00+24:00")]
    [InlineData("2026-06-01T00:00:00+08:60")]
    [InlineData("2026-06-01T00:00:00Z ")]
    [InlineData("2026-06-01T24:00:00Z")]
    [InlineData("2026-06-01T00:60:00Z")]
    [InlineData("2026-06-01T00:00:60Z")]
    [InlineData("2026-06-01T00:59:61Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026/06/01T00:00:00Z")]
    [InlineData("2O26-06-01T00:00:00Z")]
    [InlineData("+026-06-01T00:00:00Z")]
    public void ParseRfc3339_Bad_time_is_told_why(string text) =>
        Assert.NotNull(DeviceTime.ParseRfc3339(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void ParseRfc3339_Any_instant_in_any_offset_reads_back() =>
        Gen.Select(Gen.Long[-62_000_000_000_000, 253_000_000_000_000], Gen.Int[-14 * 60, 14 * 60]).Sample(
            (unixMs, offset) =>
            {
                var local = DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToOffset(TimeSpan.FromMinutes(offset));
                var text = local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

                Assert.Null(DeviceTime.ParseRfc3339(Encoding.UTF8.GetBytes(text), out var read));
                Assert.Equal(unixMs, read);
            }, iter: 20_000);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_780_272_000, 1_780_272_000_000)]
    [InlineData(99_999_999_999, 99_999_999_999_000)]
    [InlineData(100_000_000_000, 100_000_000_000)]
    [InlineData(-1, -1_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    public void FromUnix_Below_a_hundred_billion_is_seconds(long number, long expected) =>
        Assert.Equal(expected, DeviceTime.FromUnix(number));

    [Theory]
    [InlineData(Sut.ReceivedMs + 300_000, null)]
    [InlineData(Sut.ReceivedMs + 300_001, RejectReason.TimeInFuture)]
    [InlineData(946_684_800_000, null)]
    [InlineData(946_684_799_999, RejectReason.TimeTooOld)]
    [InlineData(-1, RejectReason.TimeTooOld)]
    public void Decode_Time_is_held_against_the_hosts_clock(long ts, RejectReason? reason)
    {
        var sink = new Sut().Decode(Flow, $$"""{"ts":{{ts}},"flow_m3h":1}""");

        Assert.Equal(1, sink.Count);
        Assert.Equal(reason, sink.Rejected.SingleOrDefault()?.Reason);
    }

    [Fact]
    public void Decode_Reading_beyond_the_stores_retention_is_too_old()
    {
        var sut = new Sut(options => options.MaxAge = TimeSpan.FromDays(1));

        sut.Accept(Flow, $$"""{"ts":{{Sut.ReceivedMs - 86_400_000}},"flow_m3h":1}""");
        var rejected = sut.Reject(Flow, $$"""{"ts":{{Sut.ReceivedMs - 86_400_001}},"flow_m3h":1}""");

        Assert.Equal(RejectReason.TimeTooOld, rejected.Reason);
        Assert.Equal(
            "'ts' is 2026-05-30T23:59:59.999Z, allowed is 2026-05-31T00:00:00.000Z or later", rejected.Detail);
    }

    [Fact]
    public void Decode_Local_time_sent_as_utc_is_named()
    {
        var rejected = new Sut().Reject(Flow, """{"ts":"2026-06-01T08:00:10Z","flow_m3h":1}""");

        Assert.Equal(RejectReason.TimeInFuture, rejected.Reason);
        Assert.Contains("8 h ahead: local time sent as UTC?", rejected.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sut.ReceivedMs + 86_400_000)]
    [InlineData(0)]
    public void Decode_Host_clock_unsure_rejects_nothing_for_its_time(long ts)
    {
        var sut = new Sut { IsSynchronised = false };

        Assert.Equal(ReadingFlags.HostClockUnsure, sut.Accept(Flow, $$"""{"ts":{{ts}},"flow_m3h":1}""").Flags);
        Assert.Equal(
            ReadingFlags.HostClockUnsure | ReadingFlags.StampedOnReceipt,
            sut.Accept(Flow, """{"flow_m3h":1}""").Flags);
    }

    [Theory]
    [InlineData(Flow, """{"flow_m3h":1}""")]
    [InlineData(Flow, """{"ts":null,"flow_m3h":1}""")]
    [InlineData("sanitation/plants/sewage-1/flow/transmitter-1", """{"flow_m3h":1}""")]
    [InlineData("sanitation/plants/sewage-1/status", """{"state":"running"}""")]
    [InlineData("sanitation/plants/sewage-1/quality/outlet", """{"cod_mgl":30}""")]
    public void Decode_Missing_time_is_stamped_where_the_registry_allows_it(string topic, string payload)
    {
        var reading = new Sut().Accept(topic, payload);

        Assert.Equal(Sut.ReceivedMs, reading.TimeMs);
        Assert.Equal(ReadingFlags.StampedOnReceipt, reading.Flags);
    }

    [Theory]
    [InlineData(NoTimeAllowed, """{"flow_m3h":1}""", "the registry does not allow it")]
    [InlineData("sanitation/plants/elsewhere/flow/m", """{"flow_m3h":1}""", "the registry does not allow it")]
    [InlineData(Flow, """{"flow_m3h":1,"total_m3":5}""", "'total_m3' needs it")]
    [InlineData(
        "sanitation/plants/sewage-1/flow/influent/reset", """{"last_m3":1,"first_m3":0,"reason":"r"}""",
        "this topic needs it")]
    [InlineData("sanitation/vehicles/truck-7/position", """{"lat":1,"lon":1}""", "this topic needs it")]
    [InlineData(
        "sanitation/facilities/landfill/weighing", """{"ticket":"1","vehicle":"t","material":"fecal","net_kg":1}""",
        "this topic needs it")]
    public void Decode_Missing_time_is_rejected_elsewhere(string topic, string payload, string why)
    {
        var rejected = new Sut().Reject(topic, payload);

        Assert.Equal(RejectReason.TimeMissing, rejected.Reason);
        Assert.Contains(why, rejected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Retained_message_is_flagged_and_never_stamped()
    {
        var sut = new Sut();

        var sink = sut.Decode(Flow, """[{"ts":1780268400000,"flow_m3h":1},{"flow_m3h":2}]""", retained: true);

        Assert.Equal(ReadingFlags.Retained, Assert.Single(sink.Accepted).Flags);
        Assert.Equal(RejectReason.TimeMissing, Assert.Single(sink.Rejected).Reason);
    }

    [Fact]
    public void Decode_Array_of_objects_without_time_leaves_none_to_be_overwritten_by_the_next()
    {
        var sut = new Sut();

        var sink = sut.Decode(Flow, """[{"flow_m3h":1},{"flow_m3h":2},{"ts":1780268400000,"flow_m3h":3}]""");

        Assert.Equal([Sut.ReceivedMs, 1780268400000], sink.Accepted.Select(reading => reading.TimeMs));
        Assert.Equal(RejectReason.TimeMissing, Assert.Single(sink.Rejected).Reason);
        Assert.Equal(2, sut.Decode(
            "sanitation/plants/sewage-1/status",
            """[{"state":"running","unit":"pump-1"},{"state":"fault","unit":"pump-2"}]""").Accepted.Count);
        sut.Accept(Flow, """{"flow_m3h":4}""");
    }

    [Fact]
    public void Decode_Replayed_message_is_flagged_and_stamped_with_its_first_receipt()
    {
        var sut = new Sut();

        var sink = sut.Decode(Flow, """[{"ts":1780268400000,"flow_m3h":1},{"flow_m3h":2}]""", replayed: true);

        Assert.Equal(ReadingFlags.Replayed, sink.Accepted[0].Flags);
        Assert.Equal(ReadingFlags.Replayed | ReadingFlags.StampedOnReceipt, sink.Accepted[1].Flags);
        Assert.Equal(Sut.ReceivedMs, sink.Accepted[1].TimeMs);
    }

    [Fact]
    public void Decode_Device_whole_hours_behind_is_flagged_once_it_is_sure()
    {
        var sut = new Sut();
        const long fiveHours = 5 * 3_600_000;
        ReadingFlags FlagsAfter(long ms)
        {
            sut.Now = Sut.ReceivedMs + ms;
            return sut.Accept(Flow, $$"""{"ts":{{sut.Now - fiveHours}},"flow_m3h":1}""").Flags;
        }

        Assert.Equal(ReadingFlags.None, FlagsAfter(0));
        Assert.Equal(ReadingFlags.None, FlagsAfter(59_999));
        Assert.Equal(ReadingFlags.WholeHourSkew, FlagsAfter(60_000));
        Assert.Equal(ReadingFlags.WholeHourSkew, FlagsAfter(360_000));
    }
}
