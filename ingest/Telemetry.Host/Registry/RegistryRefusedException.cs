using System.Collections.Immutable;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Registry;

/// <summary>
/// The registry can't be used at start, and there is no earlier one to go on with. The message says it all.
/// </summary>
public sealed class RegistryRefusedException(string path, ImmutableArray<RegistryError> errors)
    : Exception(Words(path, errors))
{
    public string Path { get; } = path;

    public ImmutableArray<RegistryError> Errors { get; } = errors;

    private static string Words(string path, ImmutableArray<RegistryError> errors)
    {
        var head = errors.Length == 1 ? "has a problem" : $"has {errors.Length} problems";
        return $"The registry {path} (option {RegistryOptions.Section}:Path) {head}:" +
            string.Concat(errors.Select(e => $"\n  {e}"));
    }
}
