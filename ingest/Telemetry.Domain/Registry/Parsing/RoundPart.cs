using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class RoundPart
{
    private static readonly ImmutableArray<DayOfWeek> EveryDay = [.. Enum.GetValues<DayOfWeek>()];

    public static List<Round> Read(Section file, ReadSoFar soFar, TimeOnly dayStart)
    {
        var ids = new IdSet("round");
        var rounds = new List<Round>();
        foreach (var section in file.Children("rounds"))
        {
            var id = ids.Claim(section);
            var name = section.Name("name");
            var vehicle = soFar.Vehicles.Refer(section, "vehicle", required: true) ?? "";
            var (from, until) = section.Days();
            var days = section.Choices<DayOfWeek>("days");
            var inOrder = section.Flag("in_order");
            var points = ImmutableArray.CreateBuilder<RoundPoint>();
            foreach (var entry in section.Children("points", required: true))
                points.Add(ReadPoint(entry, soFar, dayStart));
            if (points.Count == 0 && section.Has("points"))
                section.Wrong("points", "is empty; a round serves at least one collection point");
            section.Close();
            rounds.Add(new Round(
                id, name, new VehicleId(vehicle), days.IsEmpty ? EveryDay : days, from, until, inOrder,
                points.ToImmutable()));
        }
        return rounds;
    }

    private static RoundPoint ReadPoint(Section entry, ReadSoFar soFar, TimeOnly dayStart)
    {
        var point = soFar.CollectionPoints.Refer(entry, "point", required: true) ?? "";
        var from = entry.TimeOfDay("from");
        var until = entry.TimeOfDay("until");
        entry.Close();
        // Both are times of one local day, which may begin at another hour than midnight.
        if (from is { } first && until is { } last && last - dayStart <= first - dayStart)
            entry.Wrong("until", "is not after from within one local day; give a point that is due twice two entries");
        return new RoundPoint(point, from, until);
    }
}
