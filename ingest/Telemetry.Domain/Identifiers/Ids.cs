namespace Telemetry.Domain.Identifiers;

/// <summary>A plant as the registry names it.</summary>
public readonly record struct PlantId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A flow meter within its plant.</summary>
public readonly record struct MeterId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A quality sampling point within its plant.</summary>
public readonly record struct QualityPointId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A vehicle as the registry names it; not its tracker, which may be swapped.</summary>
public readonly record struct VehicleId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A place that weighs what vehicles bring.</summary>
public readonly record struct FacilityId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A district, or <c>city</c> for the whole.</summary>
public readonly record struct DistrictId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A tracker or a meter's transmitter: what speaks on the wire when it is not the asset's own name.</summary>
public readonly record struct DeviceId(string Value)
{
    public override string ToString() => Value;
}
