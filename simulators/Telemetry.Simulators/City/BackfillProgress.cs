namespace Telemetry.Simulators.City;

/// <summary>How far the history is. Readings, not messages; acknowledged ones only.</summary>
public sealed record BackfillProgress(
    long PlantReadings, long PlantAcknowledged, long TruckReadings, long TruckAcknowledged, long Refused)
{
    public long Readings => PlantReadings + TruckReadings;

    public long Acknowledged => PlantAcknowledged + TruckAcknowledged;

    /// <summary>0 to 1; 1 where there is nothing to send.</summary>
    public double Part => Readings == 0 ? 1 : (double)Acknowledged / Readings;

    /// <summary>Everything has its answer.</summary>
    public bool IsComplete => Acknowledged + Refused >= Readings;
}
