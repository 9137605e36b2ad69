namespace Telemetry.Simulators.Commands;

/// <summary>A wrong option or an unusable file; the message is one line for a person.</summary>
public sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
