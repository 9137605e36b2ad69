using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Plants;

/// <summary>What a plant's quality points measure and measured, from the store.</summary>
internal sealed class QualityQuestion(ITelemetryReader reader, IRegistrySource registry, TimeProvider time)
{
    /// <summary>Fields that stand beside the measured ones and are none.</summary>
    private static readonly string[] Beside = [Measurements.Quality.Name, Measurements.Flags.Name];

    public async Task<PlantQuality> PointsAsync(string plant, CancellationToken cancellationToken)
    {
        var latest = await LatestAsync(plant, cancellationToken);
        var known = registry.Current.Plants.GetValueOrDefault(new PlantId(plant))?.QualityPoints;
        var now = time.GetUtcNow();
        var ids = (known?.Keys.Select(static id => id.Value) ?? []).Union(latest.Keys)
            .Order(StringComparer.Ordinal);
        return new PlantQuality(
            plant,
            [
                .. ids.Select(id => View(
                    id, known?.GetValueOrDefault(new QualityPointId(id)), latest.GetValueOrDefault(id), now)),
            ]);
    }

    /// <param name="step">Of a fixed length, or the city's days.</param>
    public async Task<QualityHistory> HistoryAsync(
        string plant, string point, IReadOnlyList<string> parameters, TimeRange range, Step step,
        CancellationToken cancellationToken)
    {
        var city = registry.Current.City;
        var series = new Series(Measurements.PlantQuality, plant, point);
        var borders = step.Kind == StepKind.Day ? city.DayBorders(range) : null;
        var histories = new List<ParameterHistory>(parameters.Count);
        foreach (var parameter in parameters)
        {
            var field = new FieldDefinition(parameter, FieldType.Float);
            var buckets = borders is null
                ? await reader.DownsampleAsync(series, field, range.From, range.To, step.Length, cancellationToken)
                : await reader.BetweenAsync(series, field, borders, cancellationToken);
            histories.Add(new ParameterHistory(
                parameter,
                [
                    .. buckets.Select(one => new ValueBucket(
                        city.Local(one.Start), one.Min, one.Mean, one.Max, one.Last, one.Count)),
                ]));
        }
        return new QualityHistory(
            plant, point, city.Local(range.From), city.Local(range.To), step.ToString(), histories);
    }

    private async Task<Dictionary<string, StoredPoint>> LatestAsync(string plant, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string> { ["plant"] = plant };
        var points = await reader.LatestAsync(Measurements.PlantQuality, tags, cancellationToken);
        return points.Where(point => point.Series["plant"] == plant)
            .ToDictionary(static point => point.Series["point"], StringComparer.Ordinal);
    }

    private QualityPointView View(string id, QualityPoint? known, StoredPoint? latest, DateTimeOffset now)
    {
        var measured = latest?.Values.Keys.Except(Beside, StringComparer.Ordinal) ?? [];
        var parameters = (known?.Limits.Select(static limit => limit.Parameter) ?? []).Union(measured)
            .Order(StringComparer.Ordinal)
            .Select(parameter =>
            {
                var limit = known?.Limits.FirstOrDefault(one => one.Parameter == parameter);
                return new QualityParameterView(
                    parameter, latest?.Values.GetValueOrDefault(parameter) as double?, limit?.Min, limit?.Max);
            });
        return new QualityPointView(
            id, known is not null, known?.Name, known?.Role,
            latest is null ? null : registry.Current.City.Local(latest.Time),
            latest is null ? null : (now - latest.Time).TotalSeconds,
            latest?.Values.GetValueOrDefault(Measurements.Quality.Name) as string, [.. parameters]);
    }
}
