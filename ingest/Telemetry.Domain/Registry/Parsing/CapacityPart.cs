using System.Collections.Immutable;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// Each period lasts until the next begins, so order is all there is to check: no gap, no overlap is possible.
/// </summary>
internal static class CapacityPart
{
    public static ImmutableArray<CapacityPeriod> Read(Section plant)
    {
        var periods = ImmutableArray.CreateBuilder<CapacityPeriod>();
        DateOnly? previous = null;
        foreach (var section in plant.Children("capacity", required: true))
        {
            var from = section.Date("from", required: true);
            if (from is { } day && previous is { } before && day <= before)
            {
                section.Wrong("from", day == before
                    ? $"{Section.Iso(day)} begins a second period on the same day"
                    : $"{Section.Iso(day)} stands after {Section.Iso(before)}; write the periods in order of date");
            }
            previous = from ?? previous;
            periods.Add(new CapacityPeriod(
                from ?? default, section.Choice<CapacityState>("state") ?? default,
                section.Number("design_m3d", above: 0), section.Text("note")));
            section.Close();
        }
        if (periods.Count == 0 && plant.Has("capacity")) plant.Wrong("capacity", "has no period; give at least one");
        return periods.ToImmutable();
    }
}
