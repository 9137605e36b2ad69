namespace Telemetry.Domain.Registry;

/// <summary>
/// The registry in force. <see cref="Current"/> is replaced whole; take it once and keep to it for one piece of work.
/// </summary>
public interface IRegistrySource
{
    CityRegistry Current { get; }
}
