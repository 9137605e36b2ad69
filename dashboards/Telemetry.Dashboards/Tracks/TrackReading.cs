using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Tracks;

/// <summary>Makes a track of stored positions.</summary>
internal sealed class TrackReading(ITelemetryReader reader, IOptions<DashboardsOptions> options)
{
    /// <summary>At most so many positions are held as the store gives them, which is many times their size.</summary>
    private const int PageSize = 5_000;

    /// <summary>So long before the range fixes are read, so that its first ones are judged like all others.</summary>
    private static readonly TimeSpan LeadIn = TimeSpan.FromMinutes(10);

    /// <param name="toleranceM">Metres; 0 keeps everything.</param>
    /// <returns>Wrong where the range has more positions than one track may have.</returns>
    public async Task<Parsed<Track>> ReadAsync(
        CityRegistry registry, VehicleId vehicle, TimeRange range, double toleranceM,
        CancellationToken cancellationToken)
    {
        var limit = options.Value.MaxTrackPositions;
        var before = range.From - DateTimeOffset.MinValue < LeadIn ? DateTimeOffset.MinValue : range.From - LeadIn;
        var series = new Series(Measurements.VehiclePosition, vehicle.Value);
        var earlier = await PingsAsync(series, new TimeRange(before, range.From), limit, cancellationToken);
        var pings = await PingsAsync(series, range, limit + 1, cancellationToken);
        if (pings.Count > limit)
        {
            return Parsed.Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"more than {limit} positions from {range.From:O} to {range.To:O}: at most {limit} in one track; ask "
                + $"for a shorter range"));
        }
        var rules = registry.Vehicles.TryGetValue(vehicle, out var known)
            ? VehicleRules.Of(registry, known)
            : VehicleRules.Unregistered;
        var stored = pings.Count;
        earlier.AddRange(pings);
        var fromMs = range.From.ToUnixTimeMilliseconds();
        ImmutableArray<ImmutableArray<Ping>> pieces =
        [
            .. TrackLine.Pieces(CollectionsMarshal.AsSpan(earlier), default, rules)
                .Select(piece => piece.RemoveAll(fix => fix.TimeMs < fromMs)).Where(piece => piece.Length > 0),
        ];
        return new Track(
            vehicle.Value, range, toleranceM, [.. pieces.Select(piece => TrackLine.Simplified(piece, toleranceM))],
            stored, pieces.Sum(piece => piece.Length));
    }

    private async Task<List<Ping>> PingsAsync(
        Series series, TimeRange range, int limit, CancellationToken cancellationToken)
    {
        var pings = new List<Ping>();
        var from = range.From;
        while (from < range.To && pings.Count < limit)
        {
            var size = Math.Min(PageSize, limit - pings.Count);
            var page = await reader.RangeAsync(series, from, range.To, size, cancellationToken);
            foreach (var point in page) pings.Add(PingOf(new LatestReading(point.Time, point.Values)));
            if (page.Count < size) break;
            from = page[^1].Time.AddMilliseconds(1);
        }
        return pings;
    }

    /// <summary>A position that lacks a coordinate is one without a fix.</summary>
    private static Ping PingOf(LatestReading reading) => new(
        reading.Time.ToUnixTimeMilliseconds(), reading.Number("lat") ?? double.NaN, reading.Number("lon") ?? double.NaN,
        reading.Number("speed_kmh"), reading.Number("accuracy_m"), reading.Truth("ignition"), reading.Truth("working"),
        reading.Number("load_kg"));
}
