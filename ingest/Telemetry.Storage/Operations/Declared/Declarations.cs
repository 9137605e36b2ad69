using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>Whose water it is.</summary>
public enum CustomerClass
{
    Domestic,
    Public,
    Commercial,
    Industrial,
    Special,
    Other,
}

/// <param name="Scope">A district; null for the city.</param>
/// <param name="SupplyM3D">Cubic metres supplied to the class a day.</param>
/// <param name="Coefficient">Sewage generated per water supplied, above 0, at most 2.</param>
public sealed record WaterSupply(
    DistrictId? Scope, CustomerClass Customers, DateOnly Begin, DateOnly? End, double SupplyM3D, double Coefficient,
    string Source) : Declaration(Source)
{
    public override FigureKind Kind => FigureKind.WaterSupply;

    public override string Subject => Scope?.Value ?? "city";

    public override string Slot => Domain.Registry.WireNames.Of(Customers);

    public override DateOnly From => Begin;

    public override DateOnly? Until => End;

    internal override string LedgerSubject => ScopeSubject(Scope);
}

/// <summary>One of the two figures is given.</summary>
/// <param name="Indicator">As in the registry.</param>
/// <param name="Scope">A district; null for the city.</param>
/// <param name="ValueM3D">Cubic metres a day; null for garbage.</param>
/// <param name="ValueTD">Tonnes a day, for garbage; else null.</param>
public sealed record DeclaredGeneration(
    string Indicator, DistrictId? Scope, DateOnly Begin, DateOnly? End, double? ValueM3D, double? ValueTD,
    string Source) : Declaration(Source)
{
    public override FigureKind Kind => FigureKind.DeclaredGeneration;

    public override string Subject => Scope?.Value ?? "city";

    public override string Slot => Indicator;

    public override DateOnly From => Begin;

    public override DateOnly? Until => End;

    internal override string LedgerSubject => ScopeSubject(Scope);
}

/// <summary>The same that a meter's <c>reset</c> message says, for meters that can't say it.</summary>
/// <param name="LastM3">What the totaliser showed at its end.</param>
/// <param name="FirstM3">What the new one showed at its beginning.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record MeterReplacement(
    PlantId Plant, MeterId Meter, DateTimeOffset At, double LastM3, double FirstM3, string Reason, string Source)
    : Declaration(Source)
{
    /// <summary>The local day of <see cref="At"/>; the store sets it when the figure is declared.</summary>
    public DateOnly Day { get; init; }

    public override FigureKind Kind => FigureKind.MeterReplacement;

    public override string Subject => $"{Plant}/{Meter}";

    public override string Slot => Iso(At);

    public override DateOnly From => Day;

    public override DateOnly? Until => Day.AddDays(1);

    internal override string LedgerSubject => $"meter:{Subject}";

    internal override string Identity => $"{Subject}|{Slot}";
}

/// <param name="VolumeM3">What the whole day came to: it replaces the measured volume, and isn't added to it.</param>
public sealed record DayCorrection(
    PlantId Plant, MeterId Meter, DateOnly Day, double VolumeM3, string Reason, string Source) : Declaration(Source)
{
    public override FigureKind Kind => FigureKind.DayCorrection;

    public override string Subject => $"{Plant}/{Meter}";

    public override DateOnly From => Day;

    public override DateOnly? Until => Day.AddDays(1);

    internal override string LedgerSubject => $"meter:{Subject}";
}

/// <param name="VolumeM3">What the meter missed: it is added to the measured volume.</param>
public sealed record MissedVolume(
    PlantId Plant, MeterId Meter, DateOnly Day, double VolumeM3, string Reason, string Source) : Declaration(Source)
{
    public override FigureKind Kind => FigureKind.MissedVolume;

    public override string Subject => $"{Plant}/{Meter}";

    public override DateOnly From => Day;

    public override DateOnly? Until => Day.AddDays(1);

    internal override string LedgerSubject => $"meter:{Subject}";
}

/// <param name="Parameter">A quality parameter such as <c>cod_mgl</c>; its unit is in its name.</param>
/// <param name="Value">Of the day's sample.</param>
public sealed record LaboratoryResult(
    PlantId Plant, QualityPointId Point, DateOnly Day, string Parameter, double Value, string Source)
    : Declaration(Source)
{
    public override FigureKind Kind => FigureKind.LaboratoryResult;

    public override string Subject => $"{Plant}/{Point}";

    public override string Slot => Parameter;

    public override DateOnly From => Day;

    public override DateOnly? Until => Day.AddDays(1);

    internal override string LedgerSubject => $"point:{Subject}";
}

public enum WeighedMaterial
{
    Sludge,
    Fecal,
    Garbage,
}

/// <summary>One figure a facility and ticket, whatever its time: a ticket is written once.</summary>
/// <param name="District">Where the load comes from; null where unknown.</param>
/// <param name="Vehicle">What brought it, not necessarily one of the registry's; null where unknown.</param>
/// <param name="NetKg">Gross less tare where it wasn't given.</param>
public sealed record DeclaredWeighing(
    FacilityId Facility, string Ticket, DateTimeOffset At, WeighedMaterial Material, VehicleId? Vehicle,
    DistrictId? District, double? GrossKg, double? TareKg, double NetKg, string Source) : Declaration(Source)
{
    /// <summary>The local day of <see cref="At"/>; the store sets it when the figure is declared.</summary>
    public DateOnly Day { get; init; }

    public override FigureKind Kind => FigureKind.Weighing;

    public override string Subject => Facility.Value;

    public override string Slot => Ticket;

    public override DateOnly From => Day;

    public override DateOnly? Until => Day.AddDays(1);

    internal override string LedgerSubject => $"facility:{Subject}";

    internal override string Identity => $"{Subject}|{Slot}";
}
