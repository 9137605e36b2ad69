namespace Telemetry.Storage.Queries;

/// <summary>The store can't answer a question now: not reached, overloaded, or it refuses this host.</summary>
/// <param name="message">For people: what was answered and what to do; never a secret.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
