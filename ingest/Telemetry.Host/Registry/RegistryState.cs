using System.Collections.Immutable;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Registry;

/// <summary>What health says of the registry.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Version">Of the registry in force.</param>
/// <param name="LoadedAt">Since when it is in force.</param>
/// <param name="Problems">Why the file as it now stands was refused; empty while it is the registry in force.</param>
/// <param name="ProblemsSince">Since when the file has been refused, through all bad edits in a row; null while it
/// isn't.</param>
public sealed record RegistryState(
    string Path, string Version, DateTimeOffset LoadedAt, ImmutableArray<RegistryError> Problems,
    DateTimeOffset? ProblemsSince)
{
    /// <summary>The host works with an older registry than the file's.</summary>
    public bool IsBehindFile => !Problems.IsEmpty;
}
