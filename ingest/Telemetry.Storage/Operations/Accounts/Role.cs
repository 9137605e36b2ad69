namespace Telemetry.Storage.Operations.Accounts;

/// <summary>
/// What somebody may do. Dispatcher and operator stand beside each other: one has the fleet, the other the plants.
/// </summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Reads, and answers for the fleet.</summary>
    Dispatcher,

    /// <summary>Reads, and answers for the plants and their figures.</summary>
    Operator,

    /// <summary>What dispatchers and operators may, and the workings of the host.</summary>
    Engineer,

    /// <summary>Everything.</summary>
    Administrator,
}
