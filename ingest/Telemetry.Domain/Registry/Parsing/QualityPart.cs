using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static partial class QualityPart
{
    public static List<QualityPoint> Read(Section plant, PlantId plantId)
    {
        var ids = new IdSet($"quality point of plant \"{plantId}\"");
        var points = new List<QualityPoint>();
        foreach (var section in plant.Children("quality_points"))
        {
            points.Add(new QualityPoint(
                plantId, new QualityPointId(ids.Claim(section)), section.Name("name"),
                section.Choice<MeterRole>("role") ?? default, ReadLimits(section),
                section.Interval("interval", required: true) ?? default, section.Flag("allow_missing_time")));
            section.Close();
        }
        return points;
    }

    private static ImmutableArray<QualityLimit> ReadLimits(Section point)
    {
        var limits = ImmutableArray.CreateBuilder<QualityLimit>();
        foreach (var section in point.Children("limits"))
        {
            var parameter = section.Text("parameter", required: true);
            var min = section.Number("min");
            var max = section.Number("max");
            section.Close();
            if (parameter is not null && (!ParameterName().IsMatch(parameter) || parameter is "q" or "ts" or "flags"))
                section.Wrong("parameter", $"{Section.Said(parameter)} is no parameter: 1 to 40 of a-z, 0-9 and '_', " +
                    "with its unit, such as \"cod_mgl\"; q, ts and flags are taken");
            if (parameter is not null && limits.Any(l => l.Parameter == parameter))
                section.Wrong("parameter", $"{Section.Said(parameter)} has a second limit at this point");
            if (!section.Has("min") && !section.Has("max"))
                section.Wrong("max", "is missing, and min as well; give at least one");
            if (min > max)
                section.Wrong("min", string.Create(CultureInfo.InvariantCulture, $"{min} is above max, {max}"));
            limits.Add(new QualityLimit(parameter ?? "", min, max));
        }
        return limits.ToImmutable();
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,40}\z")]
    private static partial Regex ParameterName();
}
