using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Domain.Registry;

/// <summary>Either a registry, or every problem of the file at once; never both, never neither.</summary>
public sealed class RegistryParseResult
{
    private RegistryParseResult(string version, CityRegistry? registry, ImmutableArray<RegistryError> errors)
    {
        Version = version;
        Registry = registry;
        Errors = errors;
    }

    /// <summary>Hash of the content (first 12 hex digits of SHA-256), of a refused file as well.</summary>
    public string Version { get; }

    /// <summary>Null where <see cref="Errors"/> has any.</summary>
    public CityRegistry? Registry { get; }

    /// <summary>In the order of the file's parts; empty where the file is good.</summary>
    public ImmutableArray<RegistryError> Errors { get; }

    [MemberNotNullWhen(true, nameof(Registry))]
    public bool IsValid => Registry is not null;

    internal static RegistryParseResult Accepted(CityRegistry registry) => new(registry.Version, registry, []);

    internal static RegistryParseResult Refused(string version, ImmutableArray<RegistryError> errors) =>
        new(version, null, errors);
}
