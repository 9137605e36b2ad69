using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Plants;

/// <summary>A meter's history from the store.</summary>
internal sealed class FlowQuestion(
    ITelemetryReader reader, IRegistrySource registry, IOptions<DashboardsOptions> options)
{
    private static readonly FieldDefinition[] Fields =
        [Measurements.FlowM3H, Measurements.TotalM3, Measurements.LevelM];

    public async Task<Parsed<FlowHistory>> AskAsync(
        string plant, string meter, TimeRange range, Step step, CancellationToken cancellationToken)
    {
        var city = registry.Current.City;
        var series = new Series(Measurements.PlantFlow, meter, plant);
        var history = new FlowHistory(
            plant, meter, city.Local(range.From), city.Local(range.To), step.ToString(), null, null);
        if (step.Kind != StepKind.Raw)
            return history with { Buckets = await BucketsAsync(series, city, range, step, cancellationToken) };

        var limit = options.Value.MaxPoints;
        var points = await reader.RangeAsync(series, range.From, range.To, limit + 1, cancellationToken);
        if (points.Count > limit)
        {
            return Parsed.Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"more than {limit} points from {range.From:O} to {range.To:O}: at most {limit} in one answer; "
                + $"ask for a shorter range, or for buckets"));
        }
        return history with { Points = [.. points.Select(point => Point(point, city))] };
    }

    private async Task<IReadOnlyList<FlowBucket>> BucketsAsync(
        Series series, City city, TimeRange range, Step step, CancellationToken cancellationToken)
    {
        var borders = step.Kind == StepKind.Day ? city.DayBorders(range) : null;
        var byStart = new SortedDictionary<DateTimeOffset, FlowBucket>();
        foreach (var field in Fields)
        {
            var buckets = borders is null
                ? await reader.DownsampleAsync(series, field, range.From, range.To, step.Length, cancellationToken)
                : await reader.BetweenAsync(series, field, borders, cancellationToken);
            foreach (var bucket in buckets)
            {
                var present = byStart.GetValueOrDefault(bucket.Start)
                    ?? new FlowBucket(city.Local(bucket.Start), null, null, null);
                byStart[bucket.Start] = With(present, field, bucket);
            }
        }
        return [.. byStart.Values];
    }

    private static FlowBucket With(FlowBucket present, FieldDefinition field, Bucket bucket)
    {
        var figures = new BucketFigures(bucket.Min, bucket.Mean, bucket.Max, bucket.Last, bucket.Count);
        if (field == Measurements.FlowM3H) return present with { FlowM3H = figures };
        return field == Measurements.TotalM3 ? present with { TotalM3 = figures } : present with { LevelM = figures };
    }

    private static FlowPoint Point(StoredPoint stored, City city)
    {
        var point = new LatestReading(stored.Time, stored.Values);
        return new FlowPoint(
            point.LocalTime(city), point.Number("flow_m3h"), point.Number("total_m3"), point.Number("level_m"),
            point.Text("q"), (long)(point.Number("flags") ?? 0));
    }
}
