using Telemetry.Storage.Files;

namespace Telemetry.Host.Registry.Editing;

/// <summary>
/// A new content of the registry's file, on disk beside it until it takes its place in one step; gone if it never
/// does. Its readers find the old file or the new one, whole.
/// </summary>
internal sealed class RegistryDraft : IDisposable
{
    private readonly IFileLayer _files;
    private readonly string _draft;
    private readonly string _target;
    private bool _tookPlace;

    private RegistryDraft(IFileLayer files, string target) =>
        (_files, _draft, _target) = (files, target + ".edit", target);

    /// <summary>Why it could not be written; null where it lies on disk.</summary>
    public string? Problem { get; private set; }

    /// <summary>The file behind a symbolic link, which stays one.</summary>
    public static string TargetOf(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    public static RegistryDraft Write(IFileLayer files, string target, ReadOnlySpan<byte> content)
    {
        var draft = new RegistryDraft(files, target);
        try
        {
            // Of an edit that a crash ended.
            if (files.Exists(draft._draft)) files.Delete(draft._draft);
            using var file = files.Create(draft._draft);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(draft._draft, File.GetUnixFileMode(target));
            file.Write(content, 0);
            file.Sync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            draft.Problem = e.Message;
        }
        return draft;
    }

    /// <summary>Null where it did; else why not.</summary>
    public string? TakePlace()
    {
        try
        {
            _files.Rename(_draft, _target);
            _tookPlace = true;
            _files.SyncFolder(Path.GetDirectoryName(_target)!);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !_tookPlace)
        {
            return e.Message;
        }
    }

    public void Dispose()
    {
        if (_tookPlace) return;
        try
        {
            if (_files.Exists(_draft)) _files.Delete(_draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left behind, it harms nothing: the next edit writes over it.
        }
    }
}
