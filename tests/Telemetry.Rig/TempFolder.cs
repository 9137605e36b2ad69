namespace Telemetry.Rig;

/// <summary>
/// A folder of its own under the system's temporary folder; gone on dispose, or when the process dies.
/// </summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "test")
    {
        Path = Directory.CreateTempSubdirectory($"telemetry-{name}-").FullName;
        Leash.AddFolder(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // A server that was just killed may still be letting go of its files.
        for (var attempt = 0; attempt < 3 && Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (attempt < 2)
            {
            }
        }
        Leash.RemoveFolder(Path);
    }

    public override string ToString() => Path;
}
