using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Telemetry.Protocols.Native;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>One thread each where a decoder is shared: it belongs to one connection.</summary>
public class PropertyTests
{
    static readonly Gen<double> Measured = Gen.OneOf(
        Gen.Int[-1_000_000, 1_000_000].Select(static v => v / 1000.0),
        Gen.Double[-1e9, 1e9],
        Gen.Double.Where(double.IsFinite));

    [Fact]
    public void Any_number_decodes_to_the_nearest_double() =>
        Gen.OneOf(
            Measured.Select(static v => JsonSerializer.Serialize(v)),
            Gen.Select(Gen.Long, Gen.Int[-400, 400]).Select(
                static (m, e) => string.Create(CultureInfo.InvariantCulture, $"{m}e{e}")),
            Gen.Select(Gen.Int, Gen.String[Gen.Char['0', '9'], 1, 25]).Select(
                static (w, f) => string.Create(CultureInfo.InvariantCulture, $"{w}.{f}")),
            Gen.String[Gen.Char['1', '9'], 1, 25])
        .Sample(text =>
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)),
                BitConverter.DoubleToInt64Bits(NumberText.Parse(Encoding.UTF8.GetBytes(text)))),
            iter: 50_000);

    [Fact]
    public void Any_flow_written_as_json_decodes_to_exactly_its_values()
    {
        var sut = new Sut();
        Gen.Select(
            Gen.Long[946_684_800_000, Sut.ReceivedMs], Measured, Measured.Select(Math.Abs), Gen.Bool,
            Gen.Char["NFMSDCTB"]).Array[1, 5].Sample(rows =>
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(rows.Select(row => new Dictionary<string, object>
            {
                ["flow_m3h"] = row.Item2,
                ["ts"] = row.Item4
                    ? row.Item1
                    : DateTimeOffset.FromUnixTimeMilliseconds(row.Item1).ToOffset(TimeSpan.FromHours(8)),
                ["q"] = row.Item5.ToString(),
                ["total_m3"] = row.Item3,
            }));

            var sink = sut.Decode("sanitation/plants/sewage-1/flow/effluent", payload);

            Assert.Empty(sink.Rejected);
            Assert.Equal(rows.Length, sink.Accepted.Count);
            foreach (var (row, reading) in rows.Zip(sink.Accepted))
            {
                Assert.Equal(row.Item1, reading.TimeMs);
                Assert.Equal(row.Item2, reading.Fields["flow_m3h"]);
                Assert.Equal(row.Item3, reading.Fields["total_m3"]);
                Assert.Equal(row.Item5, reading.Quality);
            }
        }, iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_position_written_as_json_decodes_to_exactly_its_values()
    {
        var sut = new Sut();
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], Measured, Gen.Bool).Sample((lat, lon, speed, working) =>
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(
                new { working, lon, lat, speed_kmh = speed, ts = 1_780_268_400_000 });

            var reading = Assert.Single(sut.Decode("sanitation/vehicles/truck-7/position", payload).Accepted);

            Assert.Equal(lat, reading.Fields["lat"]);
            Assert.Equal(lon, reading.Fields["lon"]);
            Assert.Equal(speed, reading.Fields["speed_kmh"]);
            Assert.Equal(working ? 1.0 : 0.0, reading.Fields["working"]);
        }, iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_text_written_as_json_decodes_to_itself_but_for_control_characters()
    {
        var sut = new Sut();
        var whole = Gen.String.Where(static s => !s.Any(char.IsSurrogate)).Where(static s => s.Length <= 512);
        whole.Sample(text =>
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(
                new { ts = 1_780_268_400_000, state = "fault", message = text });

            var reading = Assert.Single(sut.Decode("sanitation/plants/sewage-1/status", payload).Accepted);

            Assert.Equal(
                string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)), reading.Fields["message"]);
        }, iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_quality_parameters_written_as_json_decode_to_exactly_their_values()
    {
        var sut = new Sut(options => options.MaxQualityParameterNames = 100_000);
        var name = Gen.String[Gen.Char["abcxyz_019"], 1, 3].Where(static s => s is not ("q" or "ts"));
        Gen.Dictionary(name, Measured)[1, 20].Sample(values =>
        {
            var row = values.ToDictionary(static v => v.Key, static v => (object)v.Value);
            row["ts"] = 1_780_268_400_000;

            var sink = sut.Decode(
                "sanitation/plants/sewage-1/quality/outlet", JsonSerializer.SerializeToUtf8Bytes(row));

            Assert.Equal(
                values.OrderBy(static v => v.Key, StringComparer.Ordinal),
                Assert.Single(sink.Accepted).Fields.OrderBy(static v => v.Key, StringComparer.Ordinal)
                    .Select(static v => KeyValuePair.Create(v.Key, (double)v.Value)));
        }, iter: 5_000, threads: 1);
    }
}
