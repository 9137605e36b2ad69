using Telemetry.Domain.Registry;

namespace Telemetry.Host.Registry;

/// <summary>
/// The file at one look: its bytes, or why there are none. Two looks are equal where their stamps are.
/// </summary>
/// <param name="Stamp">The content's version, or the fault in words.</param>
internal sealed record RegistryContent(string Stamp, ReadOnlyMemory<byte> Bytes, RegistryError? Fault)
{
    public static RegistryContent Read(string path)
    {
        try
        {
            // Shared with everyone: the one who writes the file must never find it locked by its reader.
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return Of(bytes.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RegistryContent(e.Message, default, new RegistryError("(file)", $"can't be read: {e.Message}"));
        }
    }

    public RegistryParseResult? Parse() => Fault is null ? RegistryFile.Parse(Bytes) : null;

    private static RegistryContent Of(byte[] bytes) => new(RegistryFile.VersionOf(bytes), bytes, null);
}
