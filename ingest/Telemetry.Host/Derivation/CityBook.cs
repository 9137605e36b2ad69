using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Host.Derivation;

/// <summary>
/// What one piece of work derives with: one registry, its calendar, and the versions of those of its parts that a
/// partition depends on. A version that changed makes exactly its partitions dirty, and no others.
/// </summary>
internal sealed class CityBook
{
    private readonly DeriveOptions _options;
    private readonly string _calendarSaid;

    public CityBook(CityRegistry registry, DeriveOptions options)
    {
        _options = options;
        Registry = registry;
        Calendar = new CityCalendar(registry.City);
        _calendarSaid = $"{registry.City.TimeZone.Id} {registry.City.DayStart:HH:mm:ss}";
        Meters =
        [
            .. registry.Plants.Values.SelectMany(plant => plant.Meters.Keys.Select(id => new MeterKey(plant.Id, id)))
                .OrderBy(meter => meter.ToString(), StringComparer.Ordinal),
        ];
        Fleet = new FleetBook(registry, _calendarSaid);
        Indicators = [.. registry.Indicators.Where(indicator => indicator.Kind != IndicatorKind.PlantLoad)];
    }

    public CityRegistry Registry { get; }

    public CityCalendar Calendar { get; }

    /// <summary>Every registered meter, by plant and name.</summary>
    public ImmutableArray<MeterKey> Meters { get; }

    /// <summary>Those that have rates of their own: a plant's load stands in the plant's row.</summary>
    public ImmutableArray<Indicator> Indicators { get; }

    /// <summary>Vehicles and places.</summary>
    public FleetBook Fleet { get; }

    /// <summary>Changes when nothing derived can be trusted to stand any more.</summary>
    public static string Algorithm =>
        $"{VolumeAlgorithm.Version}.{PlantDay.RulesVersion}.{FleetAlgorithm.Version}";

    /// <summary>Null for a meter that isn't registered: nothing is derived of it.</summary>
    public MeterRules? RulesOf(MeterKey meter) =>
        Find(meter) is { } found ? MeterRules.Of(found, _options.MaxGap) : null;

    /// <summary>When the hour that isn't over began, Unix ms.</summary>
    public long RunningHourMs(DateTimeOffset now) => Calendar.HourOf(now.ToUnixTimeMilliseconds()).StartMs;

    public DateOnly DateOf(long unixMs) => Calendar.DayOf(unixMs).Date;

    public string MeterInputs(MeterKey meter, IEnumerable<DeclaredFigure> declared)
    {
        var said = new Fingerprint().Say(_calendarSaid);
        if (RulesOf(meter) is { } rules)
        {
            said.Say(rules.FullScaleM3H).Say(rules.ModulusM3).Say(rules.ResolutionM3).Say(WireNames.Of(rules.Use))
                .Say(rules.MaxGap.TotalSeconds).Say(rules.DayTolerance.TotalSeconds);
        }
        return Inputs(said, declared, VolumeAlgorithm.Version);
    }

    public string PlantInputs(Plant plant, DateOnly day, IEnumerable<DeclaredFigure> declared)
    {
        var said = new Fingerprint().Say(_calendarSaid).Say(WireNames.Of(plant.Kind));
        var period = plant.CapacityAt(day);
        said.Say(period is null ? null : WireNames.Of(period.State)).Say(period?.DesignM3D);
        foreach (var meter in plant.Meters.Values.OrderBy(m => m.Id.Value, StringComparer.Ordinal))
            said.Say(meter.Id.Value).Say(WireNames.Of(meter.Role)).Say(meter.Treated ? "treated" : "");
        foreach (var point in plant.QualityPoints.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            said.Say(point.Id.Value).Say(WireNames.Of(point.Role));
            foreach (var limit in point.Limits) said.Say(limit.Parameter).Say(limit.Min).Say(limit.Max);
        }
        foreach (var gate in WeighedDay.Gates(Registry, plant.Id)) said.Say(gate.Value);
        SayDensities(said);
        return Inputs(said, declared, PlantDay.RulesVersion);
    }

    public string IndicatorInputs(Indicator indicator, DateOnly day, IEnumerable<DeclaredFigure> declared)
    {
        var said = new Fingerprint().Say(_calendarSaid).Say(WireNames.Of(indicator.Kind));
        SayScope(said, indicator, day, null);
        foreach (var district in Registry.Districts.Keys.OrderBy(d => d.Value, StringComparer.Ordinal))
            SayScope(said.Say(district.Value), indicator, day, district);
        foreach (var plant in Registry.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            if (!DayFigures.Counts(indicator.Kind, plant.Kind)) continue;
            said.Say(plant.Id.Value);
            foreach (var share in plant.SharesAt(day)) said.Say(share.District.Value).Say(share.Share);
        }
        // Where a load comes from is said by its weighing, or else by its vehicle.
        if (indicator.Kind != IndicatorKind.SewageTreatmentRate)
        {
            SayDensities(said);
            foreach (var facility in Registry.Facilities.Values.OrderBy(f => f.Id.Value, StringComparer.Ordinal))
                said.Say(facility.Id.Value).Say(WireNames.Of(facility.Kind)).Say(facility.Plant?.Value);
            foreach (var vehicle in Registry.Vehicles.Values.OrderBy(v => v.Id.Value, StringComparer.Ordinal))
                said.Say(vehicle.Id.Value).Say(vehicle.District.Value);
        }
        return Inputs(said, declared, PlantDay.RulesVersion);
    }

    /// <summary>The rates that a plant's day takes part in.</summary>
    public IEnumerable<Indicator> IndicatorsOf(Plant plant) =>
        Indicators.Where(indicator => DayFigures.Counts(indicator.Kind, plant.Kind));

    /// <summary>
    /// Whose reports a plant's day takes part in: its own, those of the districts it serves, the city's.
    /// </summary>
    public ImmutableArray<Scope> ScopesOf(PlantId plant, DateOnly day)
    {
        if (!Registry.Plants.TryGetValue(plant, out var found)) return [Scope.City];
        return [Scope.City, Scope.Of(plant), .. found.SharesAt(day).Select(share => Scope.Of(share.District))];
    }

    /// <summary>The versions that a row names, but for that of the declared figures.</summary>
    public static string WithoutDeclared(string inputs) =>
        string.Join(
            ' ', inputs.Split(' ').Where(static part => !part.StartsWith("declared:", StringComparison.Ordinal)));

    private Meter? Find(MeterKey meter) =>
        Registry.Plants.GetValueOrDefault(meter.Plant)?.Meters.GetValueOrDefault(meter.Meter);

    private static void SayScope(Fingerprint said, Indicator indicator, DateOnly day, DistrictId? scope)
    {
        var target = indicator.TargetAt(day, scope);
        said.Say(target?.Rate).Say(target?.Edition);
        foreach (var denominator in indicator.DenominatorsAt(day, scope))
        {
            said.Say(denominator.Id).Say(WireNames.Of(denominator.Basis)).Say(denominator.From)
                .Say(denominator.ValueM3D).Say(denominator.SupplyM3D).Say(denominator.Coefficient)
                .Say(denominator.Source).Say(denominator.Official ? "official" : "");
        }
    }

    private void SayDensities(Fingerprint said)
    {
        foreach (var material in Enum.GetValues<Material>()) said.Say(Registry.Densities.KgM3(material));
    }

    private static string Inputs(Fingerprint registry, IEnumerable<DeclaredFigure> declared, int algorithm) =>
        $"registry:{registry} declared:{FiguresInForce.VersionOf(declared)} algorithm:{algorithm}";
}
