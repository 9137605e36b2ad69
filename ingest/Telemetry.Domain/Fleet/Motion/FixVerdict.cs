namespace Telemetry.Domain.Fleet.Motion;

/// <summary>What became of a ping.</summary>
public enum FixVerdict
{
    Accepted,

    /// <summary>At (0, 0): the tracker sees no satellites.</summary>
    NoFix,

    /// <summary>Less accurate than allowed.</summary>
    Inaccurate,

    /// <summary>Farther than can be driven. Held until three agree.</summary>
    Far,

    /// <summary>Not after the newest ping.</summary>
    Late,
}
