using System.Collections.Immutable;
using System.Globalization;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>Entries of one <c>from</c> make one set, in force until the next set begins.</summary>
internal static class SharePart
{
    // Thirds written with six digits still count as a whole.
    private const double Tolerance = 1e-5;

    public static ImmutableArray<DistrictShare> Read(Section plant, ReadSoFar soFar)
    {
        var shares = ImmutableArray.CreateBuilder<DistrictShare>();
        var set = new HashSet<string>(StringComparer.Ordinal);
        DateOnly? day = null;
        var sum = 0.0;
        var complete = true;
        foreach (var section in plant.Children("serves"))
        {
            var district = soFar.Districts.Refer(section, "district", required: true) ?? "";
            var from = section.Date("from", required: true);
            var share = section.Number("share", above: 0, atMost: 1, required: true);
            section.Close();
            if (from is { } next && next != day)
            {
                if (next < day) section.Wrong("from", $"{Section.Iso(next)} stands after {Section.Iso(day.Value)}; " +
                    "write the shares in order of date");
                CheckSum(plant, day, sum, complete);
                (day, sum, complete) = (next, 0, true);
                set.Clear();
            }
            if (district.Length > 0 && !set.Add(district))
                section.Wrong("district", $"{Section.Said(district)} has two shares on one day");
            complete &= share is not null && from is not null;
            sum += share ?? 0;
            shares.Add(new DistrictShare(new DistrictId(district), from ?? default, share ?? 0));
        }
        CheckSum(plant, day, sum, complete);
        return shares.ToImmutable();
    }

    private static void CheckSum(Section plant, DateOnly? day, double sum, bool complete)
    {
        if (day is not { } from || !complete || Math.Abs(sum - 1) <= Tolerance) return;
        plant.Wrong("serves", string.Create(
            CultureInfo.InvariantCulture, $"the shares from {Section.Iso(from)} sum to {sum:0.######}; allowed: 1"));
    }
}
