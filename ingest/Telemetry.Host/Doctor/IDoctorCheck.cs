namespace Telemetry.Host.Doctor;

/// <summary>
/// One subject that is looked at. Changes nothing of the host's, its spool, its sessions or its store's rows.
/// </summary>
internal interface IDoctorCheck
{
    /// <summary>The group its findings stand in.</summary>
    string Subject { get; }

    /// <param name="figures">What earlier checks measured; this one adds its own.</param>
    /// <param name="stopping">Gives up.</param>
    Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping);
}

/// <summary>What was measured, for the check that says which limit binds. Null where it could not be.</summary>
internal sealed class Figures
{
    /// <summary>Unacknowledged messages one connection to the broker can have.</summary>
    public int? Window { get; set; }

    /// <summary>The window is at least this.</summary>
    public bool WindowIsMore { get; set; }

    public TimeSpan? RoundTrip { get; set; }

    /// <summary>One fdatasync, the median.</summary>
    public TimeSpan? Commit { get; set; }

    /// <summary>Shared subscriptions, as CONNACK says; null with 3.1.1.</summary>
    public bool? BrokerCanShare { get; set; }

    /// <summary>Meters and vehicles that the registry names.</summary>
    public int? Senders { get; set; }
}
