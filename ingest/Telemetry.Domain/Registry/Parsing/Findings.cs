using System.Collections.Immutable;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>Gathers what is wrong; nobody who adds to it stops reading.</summary>
internal sealed class Findings
{
    private readonly ImmutableArray<RegistryError>.Builder _errors = ImmutableArray.CreateBuilder<RegistryError>();

    public int Count => _errors.Count;

    public void Add(string path, string message) => _errors.Add(new RegistryError(path, message));

    public ImmutableArray<RegistryError> ToErrors() => _errors.ToImmutable();
}
