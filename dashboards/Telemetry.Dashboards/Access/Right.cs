namespace Telemetry.Dashboards.Access;

/// <summary>What an endpoint asks for; docs/accounts.md has the table of who has what.</summary>
public enum Right
{
    /// <summary>Everything that only reads.</summary>
    Read,

    /// <summary>Acknowledges and shelves alarms of vehicles.</summary>
    HandleFleetAlarms,

    /// <summary>Acknowledges and shelves alarms of plants, meters, quality and indicators.</summary>
    HandlePlantAlarms,

    /// <summary>Draws and changes places of the city.</summary>
    EditPlaces,

    /// <summary>Stands by a plant's day.</summary>
    ReviewDays,

    /// <summary>States figures and takes them back.</summary>
    DeclareFigures,

    /// <summary>Dead letters, resending, recomputing, devices, and alarms of the host itself.</summary>
    Work,

    /// <summary>Locks months, and decides on what comes in afterwards.</summary>
    LockMonths,

    /// <summary>Accounts, tokens, and the ledger's rows of both.</summary>
    ManageAccounts,
}
