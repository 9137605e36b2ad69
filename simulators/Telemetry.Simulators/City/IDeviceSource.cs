using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City;

/// <summary>Something with a radio: a plant's gateway, a truck's tracker. A pure function of time.</summary>
public interface IDeviceSource
{
    string Name { get; }

    /// <summary>
    /// Everything it measures with a <c>ts</c> in [from, until), Unix ms. The same however the time is cut.
    /// </summary>
    IEnumerable<DeviceMessage> Between(long from, long until, Cadence cadence);

    /// <summary>When its link to the broker is down: it keeps measuring, and sends the backlog afterwards.</summary>
    LinkOutages Link { get; }
}
