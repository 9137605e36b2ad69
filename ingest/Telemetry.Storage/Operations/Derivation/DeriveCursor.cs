namespace Telemetry.Storage.Operations.Derivation;

/// <summary>What a consumer has taken in: everything up to here is noted or derived.</summary>
/// <param name="Consumer">Who reads, such as <c>derive</c>.</param>
/// <param name="Changes">Stamp of the last row of <c>changes</c> taken in, to the millisecond; null for none.</param>
/// <param name="Figure">The newest declared figure taken in; 0 for none.</param>
/// <param name="Memo">
/// What else the consumer compares with at its next start, such as fingerprints of the registry's parts; empty for
/// nothing. Its own format.
/// </param>
public sealed record DeriveCursor(string Consumer, DateTimeOffset? Changes, long Figure, string Memo);
