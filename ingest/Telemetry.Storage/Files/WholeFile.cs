namespace Telemetry.Storage.Files;

/// <summary>
/// A small file that is only ever replaced as a whole: a reader finds the old content or the new, never a mix.
/// </summary>
public static class WholeFile
{
    public static void Replace(IFileLayer files, string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".new";
        if (files.Exists(draft)) files.Delete(draft);
        using (var file = files.Create(draft))
        {
            file.Write(content, 0);
            file.Sync();
        }
        files.Rename(draft, path);
        files.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
