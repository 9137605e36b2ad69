using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Rounds;

/// <summary>What became of a point that was due.</summary>
public enum ServiceState
{
    /// <summary>Its time isn't over.</summary>
    Waiting,

    /// <summary>Its time is over, the day isn't.</summary>
    Overdue,

    /// <summary>Within its time.</summary>
    Served,

    /// <summary>Before its time.</summary>
    Early,

    /// <summary>After its time, on its day.</summary>
    Late,

    /// <summary>The day is over.</summary>
    Missed,
}

/// <summary>A visit with who made it.</summary>
public readonly record struct VehicleVisit(VehicleId Vehicle, Visit Visit);

/// <summary>A point of a round on a day.</summary>
/// <param name="Place">In the round, from 0.</param>
/// <param name="FromMs">When its time begins, Unix ms.</param>
/// <param name="UntilMs">When it ends.</param>
/// <param name="ServedMs">When the visit that served it began; null where none did.</param>
/// <param name="By">Who served it; not always the round's own vehicle.</param>
public sealed record PointService(
    int Place, string Point, DistrictId? District, long FromMs, long UntilMs, ServiceState State, long? ServedMs,
    VehicleId? By)
{
    public bool IsServed => State is ServiceState.Served or ServiceState.Early or ServiceState.Late;
}

/// <summary>A round on a local day.</summary>
/// <param name="OrderKept">
/// Whether those that the round's own vehicle served were served in order; null where fewer than two were, or any order
/// will do.
/// </param>
public sealed record RoundDay(
    string Round, VehicleId Vehicle, DateOnly Day, ImmutableArray<PointService> Points, bool? OrderKept)
{
    public int Count(ServiceState state) => Points.Count(point => point.State == state);
}

/// <summary>Points served of points due (清运率).</summary>
/// <param name="District">Null for the city.</param>
/// <param name="Due">All that have to be served on the day, even those whose time is still to come.</param>
/// <param name="Served">Early and late ones too.</param>
/// <param name="OnTime">Within their time.</param>
public readonly record struct Clearance(DistrictId? District, int Due, int Served, int OnTime, int Missed)
{
    /// <summary>Null where nothing was due.</summary>
    public double? Rate => Due == 0 ? null : (double)Served / Due;
}

/// <summary>The rounds of a city's day. A visit serves one point of one round, once.</summary>
public sealed record ServiceDay(LocalDay Day, ImmutableArray<RoundDay> Rounds)
{
    /// <summary>The city first, then the districts by name; those in which nothing was due have no rate.</summary>
    public ImmutableArray<Clearance> Clearances(CityRegistry city)
    {
        PointService[] all = [.. Rounds.SelectMany(round => round.Points)];
        return
        [
            Of(null, all),
            .. city.Districts.Keys.OrderBy(d => d.Value, StringComparer.Ordinal)
                .Select(district => Of(district, [.. all.Where(point => point.District == district)])),
        ];
    }

    /// <param name="visits">
    /// Of all vehicles, as far as they may have begun on the day. Those that serve nothing are passed over.
    /// </param>
    /// <param name="nowMs">As of when: a point whose time is to come isn't missed yet. Unix ms.</param>
    public static ServiceDay Compute(
        CityRegistry city, LocalDay day, IEnumerable<VehicleVisit> visits, long nowMs)
    {
        var matching = new ServiceMatching(city, day, visits);
        var rounds = city.Rounds.Where(round => round.RunsOn(day.Date)).ToArray();
        var due = rounds.SelectMany(round => matching.DueOf(round)).ToArray();
        matching.Match(due);
        return new ServiceDay(
            day, [.. rounds.Select(round => ServiceMatching.Result(
                round, day, [.. due.Where(point => ReferenceEquals(point.Round, round))], nowMs))]);
    }

    static Clearance Of(DistrictId? district, PointService[] points) => new(
        district, points.Length, points.Count(p => p.IsServed), points.Count(p => p.State == ServiceState.Served),
        points.Count(p => p.State == ServiceState.Missed));
}
