namespace Telemetry.Domain.Fleet.Motion;

/// <summary>What a track turns out to be, in order of its fixes. Calls are made while a ping is taken.</summary>
public interface ITrackEvents
{
    /// <summary>The first fix there is.</summary>
    void Began(in Ping fix);

    /// <summary>From the fix before to this one, seen or not.</summary>
    void Moved(in Leg leg, in Tally tally);

    void Ended(in Trip trip);

    /// <summary>It has stood long enough.</summary>
    void StopBegan(in Halt halt);

    void Ended(in Stop stop);

    void Ended(in Speeding speeding);
}
