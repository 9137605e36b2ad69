namespace Telemetry.Domain.Registry;

/// <param name="Path">Where in the file, as <c>plants[2].meters[0].role</c>.</param>
/// <param name="Message">The wrong value and what is allowed.</param>
public sealed record RegistryError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
