namespace Telemetry.Rig;

/// <summary>A system call that a process made, as strace saw it.</summary>
/// <param name="File">
/// Path, or the two ends of a TCP connection, such as <c>TCP:[127.0.0.1:1883->127.0.0.1:40000]</c>.
/// </param>
/// <param name="Bytes">What was written or read; as many as the result says.</param>
/// <param name="Result">What the kernel answered; −1 where it refused.</param>
/// <param name="Entered">Place in the trace at which it began.</param>
/// <param name="Left">Place in the trace at which it was done.</param>
public sealed record SystemCall(string Name, string File, byte[] Bytes, long Result, int Entered, int Left);
