using System.Globalization;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Host.Requests;

namespace Telemetry.Host.Derivation.Recompute;

/// <summary>Turns what <c>telemetry recompute</c> asks for into a wish, or says why it can't be done.</summary>
internal sealed class RecomputeRequests(RecomputeQueue queue, IRegistrySource registry)
{
    /// <summary>Longest stretch of days at once.</summary>
    private const int MostDays = 36_600;

    public async Task<HostAnswer> BeginAsync(RecomputeDays days)
    {
        if (Problem(days) is { } problem) return new HostAnswer(Error: problem);
        var wish = new RecomputeWish(days.From, days.To, days.Plant is { } id ? new PlantId(id) : null);
        queue.Add(wish);
        var done = await wish.Done;
        return new HostAnswer(RecomputedDays: done.Days, ChangedRows: done.Changed);
    }

    private string? Problem(RecomputeDays days)
    {
        if (days.To < days.From)
            return string.Create(
                CultureInfo.InvariantCulture, $"--to {days.To:yyyy-MM-dd} is before --from {days.From:yyyy-MM-dd}");
        if (days.To.DayNumber - days.From.DayNumber >= MostDays) return $"at most {MostDays:N0} days at once";
        return days.Plant is { } id && !registry.Current.Plants.ContainsKey(new PlantId(id))
            ? $"--plant {id}: the registry has no such plant" : null;
    }
}
