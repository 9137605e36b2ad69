namespace Telemetry.Domain.Readings;

/// <summary>Takes what a decoder finds in a payload, object by object. Neither argument outlives the call.</summary>
public interface IReadingSink
{
    void Accept(Reading reading);

    /// <param name="raw">The bytes of the rejected object, or of the whole payload where it could not be split.</param>
    /// <param name="reason">What a person filters by.</param>
    /// <param name="detail">What to mend, in words, naming the key, the value and what is allowed.</param>
    void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail);
}
