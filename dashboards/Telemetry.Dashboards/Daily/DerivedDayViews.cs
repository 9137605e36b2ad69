namespace Telemetry.Dashboards.Daily;

/// <summary>One local day of a plant, as computed from its stored readings.</summary>
/// <param name="State">
/// <c>provisional</c>, <c>final</c>, <c>final_incomplete</c> or <c>locked</c>; <c>none</c> where nothing was computed.
/// </param>
/// <param name="TreatedM3">What the plant processed, m³; absent where it can't be said.</param>
/// <param name="CompliantM3">The part of it within the effluent's limits, m³; absent where that isn't known.</param>
/// <param name="BypassM3">Generated, not treated, m³.</param>
/// <param name="InfluentM3">What came in, m³; absent where no meter says.</param>
/// <param name="EffluentM3">What went out, m³; absent where no meter says.</param>
/// <param name="CapacityM3">The design capacity in force, m³ a day; absent where there is none.</param>
/// <param name="Load">Treated by capacity, a fraction, never clamped; absent where it is undefined.</param>
/// <param name="Completeness">The part of the day that is covered by readings, a fraction.</param>
/// <param name="Reason">Why treated or load is absent: a code, and behind a colon what it is about.</param>
/// <param name="Checks">What looked doubtful, as codes.</param>
/// <param name="Revision">How often the value changed after the day was closed.</param>
/// <param name="Inputs">Versions of registry, declared figures and algorithm that it was computed with.</param>
public sealed record PlantDayView(
    string Plant, DateOnly Day, string State, double? TreatedM3, double? CompliantM3, double? BypassM3,
    double? InfluentM3, double? EffluentM3, double? CapacityM3, double? Load, double? Completeness, string? Reason,
    IReadOnlyList<string> Checks, long Revision, string? Inputs)
{
    /// <summary>Tonnes, where it is weighed; absent else.</summary>
    public double? TreatedT { get; init; }

    /// <summary>What was weighed at its gates, m³; absent where nothing was, or where it has none.</summary>
    public double? WeighedM3 { get; init; }

    /// <summary>m³ of those treated meters that reported: less than treated would be, where one is missing.</summary>
    public double? ReportedM3 { get; init; }

    /// <summary>Treated meters that gave no volume, as <c>PLANT/METER</c>.</summary>
    public IReadOnlyList<string> MissingMeters { get; init; } = [];

    /// <summary><c>yes</c>, <c>no</c> or <c>unknown</c>: whether the effluent kept its limits.</summary>
    public string? Compliance { get; init; }

    /// <summary>The state of its capacity on the day, as in the registry; absent before its first period.</summary>
    public string? CapacityState { get; init; }

    /// <summary>A day of which nothing was computed.</summary>
    internal static PlantDayView Missing(string plant, DateOnly day) => new(
        plant, day, StoredState.None, null, null, null, null, null, null, null, null, null, [], 0, null);
}

/// <summary>One local day of a meter.</summary>
/// <param name="VolumeM3">m³; absent where it can't be said.</param>
/// <param name="MeasuredM3">The part that was measured, m³.</param>
/// <param name="EstimatedM3">The part that was declared, m³.</param>
/// <param name="UndistributedM3">
/// Volume of gaps that began on an earlier day and ended on this one, m³: measured, but no single day's.
/// </param>
/// <param name="Coverage">The part of the day that is covered by readings, a fraction.</param>
/// <param name="Method"><c>totaliser</c>, <c>integral</c> or <c>declared</c>.</param>
/// <param name="UnknownGaps">Gaps whose volume nobody knows.</param>
/// <param name="GapFrom">Where the undistributed volume began, in the city's time.</param>
public sealed record MeterDayView(
    string Plant, string Meter, DateOnly Day, string State, double? VolumeM3, double? MeasuredM3, double? EstimatedM3,
    double? UndistributedM3, double? Coverage, string? Method, long UnknownGaps, DateTimeOffset? GapFrom,
    string? Reason, IReadOnlyList<string> Checks)
{
    /// <summary>Readings that are stored of the day; absent where they were not counted.</summary>
    public long? Readings { get; init; }
}

/// <summary>A rate of one local day under one definition of its denominator.</summary>
/// <param name="Indicator">As in the registry.</param>
/// <param name="Scope"><c>city</c> or a district.</param>
/// <param name="Basis">Names the definition of the denominator.</param>
/// <param name="Rate">A fraction, never clamped; absent where it can't be said.</param>
/// <param name="Denominator">In the numerator's unit.</param>
/// <param name="CompliantRate">The same of what kept the effluent's limits; absent where that isn't known.</param>
/// <param name="Unit">Of numerator and denominator: <c>m³</c>, or <c>t</c> for garbage.</param>
/// <param name="Target">A fraction; absent where none is set for the day.</param>
/// <param name="Completeness">The part of the inputs that was there, a fraction.</param>
/// <param name="Version">Of the denominator's definition.</param>
/// <param name="Source">Where the denominator comes from, in words.</param>
/// <param name="AboveWhole">True above 100 %: shown as it is, and marked.</param>
public sealed record RateDayView(
    string Indicator, string Scope, string Basis, DateOnly Day, string State, double? Rate, double? Numerator,
    double? Denominator, double? CompliantRate, string Unit, double? Target, double? Completeness, string? Version,
    string? Source, string? Reason, IReadOnlyList<string> Checks, bool AboveWhole)
{
    /// <summary>
    /// <c>metered</c>, <c>estimated</c>, <c>declared</c> or <c>collected</c>; absent where no definition holds.
    /// </summary>
    public string? BasisKind { get; init; }

    /// <summary>True for the definition that the published rate is held against.</summary>
    public bool Official { get; init; }

    /// <summary>The numerator's part within the effluent's limits; absent where that isn't known.</summary>
    public double? CompliantNumerator { get; init; }

    /// <summary>The numerator's part that meters reported, where others are missing.</summary>
    public double? ReportedNumerator { get; init; }

    /// <summary>Meters whose absence makes the numerator unknown, as <c>PLANT/METER</c>.</summary>
    public IReadOnlyList<string> MissingMeters { get; init; } = [];

    /// <summary>The same part of a metered denominator.</summary>
    public double? ReportedDenominator { get; init; }

    /// <summary>Meters whose absence makes the denominator unknown.</summary>
    public IReadOnlyList<string> DenominatorMissingMeters { get; init; } = [];
}
