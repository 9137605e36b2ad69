namespace Telemetry.Storage.Files;

/// <summary>
/// The disk, as far as the promise depends on it. What was written is on disk only after <see cref="IOpenFile.Sync"/>;
/// a file that was created, renamed or deleted is so on disk only after <see cref="SyncFolder"/> of its folder.
/// Paths are absolute.
/// </summary>
public interface IFileLayer
{
    /// <summary>Makes the folder and those above it, durably. Nothing happens where it exists.</summary>
    void CreateFolder(string folder);

    /// <summary>
    /// Names (without the folder) of the files in a folder, in no order; empty where there is no folder.
    /// </summary>
    IReadOnlyList<string> List(string folder);

    bool Exists(string path);

    /// <summary>Makes an empty file to read and write; <see cref="IOException"/> where one exists.</summary>
    IOpenFile Create(string path);

    /// <summary>Opens an existing file to read and write; others may read it meanwhile.</summary>
    IOpenFile OpenWrite(string path);

    /// <summary>Opens an existing file to read, while another may be writing or deleting it.</summary>
    IOpenFile OpenRead(string path);

    /// <summary>Gives a file another name in the same folder, replacing what had that name.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Creations, renames and deletions in the folder so far are on disk when this returns.</summary>
    /// <exception cref="DiskFailureException">The disk refused; nothing may be acknowledged any more.</exception>
    void SyncFolder(string folder);

    /// <summary>Bytes that this process may still write to the disk under the folder.</summary>
    long FreeBytes(string folder);

    /// <summary>
    /// Takes a lock that ends with this process at the latest; null where another process, or another owner in this
    /// one, holds it.
    /// </summary>
    IDisposable? TryLock(string path);
}

/// <summary>An open file, read and written at offsets. One writer; any number of readers.</summary>
public interface IOpenFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    /// <summary>Reads until the buffer is full or the file ends; the number of bytes read.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <exception cref="DiskFullException">No room. Some of the bytes may have been written.</exception>
    /// <exception cref="DiskFailureException">Anything else.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>
    /// Data and length are on disk when this returns; the file's name needs <see cref="IFileLayer.SyncFolder"/>.
    /// </summary>
    /// <exception cref="DiskFailureException">The disk refused; nothing may be acknowledged any more.</exception>
    void Sync();
}
