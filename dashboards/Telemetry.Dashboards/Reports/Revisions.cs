namespace Telemetry.Dashboards.Reports;

/// <summary>What differs from the published report: both figures stand in the next one.</summary>
internal static class Revisions
{
    /// <param name="published">Null before the month is locked.</param>
    /// <returns>Revisions that were published before, then those that are new.</returns>
    public static IReadOnlyList<RevisedFigure> Between(MonthlyReport? published, MonthlyReport computed)
    {
        if (published is null) return [];
        return
        [
            .. published.Revised,
            .. from plant in computed.Plants
               let before = published.Plants.FirstOrDefault(known => known.Id == plant.Id)
               from figure in Of(before, plant, published.DataVersion)
               select figure,
            .. from rate in computed.Rates
               let before = published.Rates.FirstOrDefault(known => (known.Id, known.Basis) == (rate.Id, rate.Basis))
               from figure in Of(before, rate, published.DataVersion)
               select figure,
            .. from vehicle in computed.Fleet?.Vehicles ?? []
               // What was published before there were vehicles in a report says nothing of them.
               where published.Fleet is not null
               let before = published.Fleet!.Vehicles.FirstOrDefault(known => known.Id == vehicle.Id)
               from figure in Of(before, vehicle, published.DataVersion)
               select figure,
            .. from load in computed.Fleet?.Loads ?? []
               where published.Fleet?.Loads is { Count: > 0 }
               let before = published.Fleet!.Loads.FirstOrDefault(known => known.Material == load.Material)
               from figure in Of(before, load, published.DataVersion)
               select figure,
        ];
    }

    private static IEnumerable<RevisedFigure> Of(PlantMonth? before, PlantMonth now, string version)
    {
        var subject = $"plant:{now.Id}";
        (string Item, double? Before, double? After)[] items =
        [
            ("treated", before?.TreatedM3, now.TreatedM3), ("compliant", before?.CompliantM3, now.CompliantM3),
            ("bypass", before?.BypassM3, now.BypassM3), ("undistributed", before?.UndistributedM3, now.UndistributedM3),
            ("load", before?.Load, now.Load),
        ];
        foreach (var (item, was, becomes) in items)
        {
            if (!Same(was, becomes)) yield return new RevisedFigure(subject, item, null, was, becomes, version);
        }
        var days = before?.Daily.ToDictionary(day => day.Day) ?? [];
        foreach (var day in now.Daily)
        {
            var was = days.GetValueOrDefault(day.Day)?.TreatedM3;
            if (!Same(was, day.TreatedM3))
                yield return new RevisedFigure(subject, "treated", day.Day, was, day.TreatedM3, version);
        }
    }

    private static IEnumerable<RevisedFigure> Of(RateMonth? before, RateMonth now, string version)
    {
        var subject = $"{now.Id}/{now.Basis}";
        if (!Same(before?.Numerator, now.Numerator))
            yield return new RevisedFigure(subject, "numerator", null, before?.Numerator, now.Numerator, version);
        if (!Same(before?.Denominator, now.Denominator))
            yield return new RevisedFigure(subject, "denominator", null, before?.Denominator, now.Denominator, version);
        if (!Same(before?.Rate, now.Rate))
            yield return new RevisedFigure(subject, "rate", null, before?.Rate, now.Rate, version);
    }

    private static IEnumerable<RevisedFigure> Of(VehicleMonth? before, VehicleMonth now, string version)
    {
        var subject = $"vehicle:{now.Id}";
        (string Item, double? Before, double? After)[] items =
        [
            ("driven", before?.DrivenKm, now.DrivenKm), ("points_served", before?.PointsServed, now.PointsServed),
            ("weighed", before?.NetT, now.NetT),
        ];
        foreach (var (item, was, becomes) in items)
        {
            if (!Same(was, becomes)) yield return new RevisedFigure(subject, item, null, was, becomes, version);
        }
    }

    private static IEnumerable<RevisedFigure> Of(LoadMonth? before, LoadMonth now, string version)
    {
        var subject = $"loads:{now.Material}";
        (string Item, double? Before, double? After)[] items =
        [
            ("delivered", before?.Delivered, now.Delivered), ("not_weighed", before?.NotWeighed, now.NotWeighed),
            ("elsewhere", before?.Elsewhere, now.Elsewhere), ("collected", before?.CollectedT, now.CollectedT),
            ("unmatched", before?.UnmatchedT, now.UnmatchedT),
        ];
        foreach (var (item, was, becomes) in items)
        {
            if (!Same(was, becomes)) yield return new RevisedFigure(subject, item, null, was, becomes, version);
        }
    }

    // Both are computed from the same rows by the same sums, so what has not changed is equal to the bit.
    private static bool Same(double? one, double? other) => one.Equals(other);
}
