namespace Telemetry.Simulators.Wire;

/// <summary>No connection could be made; the message is one line for a person.</summary>
public sealed class BrokerUnreachableException : Exception
{
    public BrokerUnreachableException()
    {
    }

    public BrokerUnreachableException(string message)
        : base(message)
    {
    }

    public BrokerUnreachableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
