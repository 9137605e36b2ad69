namespace Telemetry.Dashboards.Status;

/// <summary>What a host knows of itself. Asked once a second while somebody looks; must answer at once.</summary>
public interface IHostStatus
{
    StatusSnapshot Snapshot();
}
