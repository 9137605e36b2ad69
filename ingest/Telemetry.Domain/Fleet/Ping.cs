namespace Telemetry.Domain.Fleet;

/// <summary>A stored position of a vehicle, WGS-84. What its tracker doesn't tell is null.</summary>
/// <param name="TimeMs">Device time, Unix milliseconds.</param>
/// <param name="SpeedKmh">As the receiver measured it, km/h.</param>
/// <param name="AccuracyM">Radius within which it claims to be, metres.</param>
/// <param name="Ignition">Whether the engine runs.</param>
/// <param name="Working">Whether its body is at work: brushes, press, pump.</param>
/// <param name="LoadKg">What it carries, kg.</param>
public readonly record struct Ping(
    long TimeMs, double Lat, double Lon, double? SpeedKmh = null, double? AccuracyM = null, bool? Ignition = null,
    bool? Working = null, double? LoadKg = null)
{
    readonly Told _speedKmh = Told.Of(SpeedKmh);
    readonly Told _accuracyM = Told.Of(AccuracyM);
    readonly Told _loadKg = Told.Of(LoadKg);

    // All from here on are named, so that a state's text has them in this order.
    public double? SpeedKmh { get => _speedKmh.Number; init => _speedKmh = Told.Of(value); }

    public double? AccuracyM { get => _accuracyM.Number; init => _accuracyM = Told.Of(value); }

    public bool? Ignition { get; init; } = Ignition;

    public bool? Working { get; init; } = Working;

    public double? LoadKg { get => _loadKg.Number; init => _loadKg = Told.Of(value); }

    /// <summary>
    /// By time; two of one time, which can't come out of a store, in one order whichever came first.
    /// </summary>
    internal static readonly Comparison<Ping> InOrder = static (a, b) =>
    {
        var order = a.TimeMs.CompareTo(b.TimeMs);
        if (order == 0) order = a.Lat.CompareTo(b.Lat);
        if (order == 0) order = a.Lon.CompareTo(b.Lon);
        if (order == 0) order = Nullable.Compare(a.SpeedKmh, b.SpeedKmh);
        if (order == 0) order = Nullable.Compare(a.AccuracyM, b.AccuracyM);
        if (order == 0) order = Nullable.Compare(a.Ignition, b.Ignition);
        if (order == 0) order = Nullable.Compare(a.Working, b.Working);
        return order == 0 ? Nullable.Compare(a.LoadKg, b.LoadKg) : order;
    };

    /// <summary>A fix at (0, 0) is a tracker without satellites.</summary>
    public bool HasFix =>
        double.IsFinite(Lat) && double.IsFinite(Lon) && (Math.Abs(Lat) > NoPlace || Math.Abs(Lon) > NoPlace);

    // About a metre; some trackers send the last digit of nothing.
    const double NoPlace = 1e-5;
}
