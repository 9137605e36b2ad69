namespace Telemetry.Storage.Operations.Declared;

/// <summary>What may be declared; on the wire and in files <c>water_supply</c> and so on.</summary>
public enum FigureKind
{
    /// <summary>Water supplied to a class of customers, with the share that comes back as sewage.</summary>
    WaterSupply,

    /// <summary>What a district or the city is said to generate or collect a day.</summary>
    DeclaredGeneration,

    /// <summary>A totaliser that was replaced or reset.</summary>
    MeterReplacement,

    /// <summary>What a meter's day came to, in the place of what was measured.</summary>
    DayCorrection,

    /// <summary>What no meter saw on a day, on top of what was measured.</summary>
    MissedVolume,

    LaboratoryResult,

    /// <summary>A load that was weighed where no scale reports.</summary>
    Weighing,
}
