using Telemetry.Storage.Files;

namespace Telemetry.Storage.Tests.Files;

/// <summary>
/// A disk in memory that forgets. Content counts as kept only after a file's sync, names only after their folder's;
/// <see cref="Cut"/> then loses any part of the rest: whole writes, pieces of them, creations, renames, deletions.
/// </summary>
public sealed class PowerCutFiles : IFileLayer
{
    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _durableNames = new(StringComparer.Ordinal);
    private readonly List<NameChange> _unsyncedNames = [];
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _life;

    /// <summary>Bytes all files may take together.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public bool SyncFails { get; set; }

    /// <summary>Refuses writes although free space is reported, as a quota does.</summary>
    public bool RefusesWrites { get; set; }

    public int Syncs { get; private set; }

    /// <summary>Called before each sync takes effect.</summary>
    public Action? BeforeSync { get; set; }

    /// <summary>Called before each file is opened to read.</summary>
    public Action? BeforeOpenRead { get; set; }

    private long Used => _names.Values.Sum(node => (long)node.Content.Length);

    /// <summary>
    /// The machine goes dark and comes back: what wasn't synced is kept, lost or torn, as the dice fall.
    /// </summary>
    public void Cut(Random dice)
    {
        lock (_gate)
        {
            _life++;
            _locks.Clear();
            foreach (var change in _unsyncedNames)
            {
                if (dice.Next(2) == 0) change.ApplyTo(_durableNames);
            }
            _unsyncedNames.Clear();
            _names.Clear();
            foreach (var (path, node) in _durableNames)
            {
                node.Settle(dice);
                _names[path] = node;
            }
        }
    }

    /// <summary>Only the process dies: the system still has all it was given.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _life++;
            _locks.Clear();
        }
    }

    public byte[] Content(string path)
    {
        lock (_gate) return [.. _names[path].Content];
    }

    /// <summary>Changes bytes behind everyone's back.</summary>
    public void Overwrite(string path, byte[] content)
    {
        lock (_gate)
        {
            _names[path].Content = [.. content];
            _names[path].Sync();
        }
    }

    public void CreateFolder(string folder)
    {
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
            return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(
                path => Path.GetFileName(path)!)];
    }

    public bool Exists(string path)
    {
        lock (_gate) return _names.ContainsKey(path);
    }

    public IOpenFile Create(string path)
    {
        lock (_gate)
        {
            if (_names.ContainsKey(path)) throw new IOException($"{path} exists");
            if (Capacity <= Used) throw new DiskFullException(path);
            Change(new NameChange(path, null, new Node()));
            return Open(path);
        }
    }

    public IOpenFile OpenWrite(string path) => Open(path);

    public IOpenFile OpenRead(string path)
    {
        BeforeOpenRead?.Invoke();
        return Open(path);
    }

    public void Rename(string from, string to)
    {
        lock (_gate) Change(new NameChange(to, from, _names[from]));
    }

    public void Delete(string path)
    {
        lock (_gate) Change(new NameChange(path, null, null));
    }

    public void SyncFolder(string folder)
    {
        BeforeSync?.Invoke();
        lock (_gate)
        {
            if (SyncFails) throw new DiskFailureException("Sync", folder);
            foreach (var change in _unsyncedNames.Where(change => Path.GetDirectoryName(change.Path) == folder))
                change.ApplyTo(_durableNames);
            _unsyncedNames.RemoveAll(change => Path.GetDirectoryName(change.Path) == folder);
        }
    }

    public long FreeBytes(string folder)
    {
        lock (_gate) return Capacity - Used;
    }

    public IDisposable? TryLock(string path)
    {
        lock (_gate) return _locks.Add(path) ? new Held(this, path, _life) : null;
    }

    private OpenFile Open(string path)
    {
        lock (_gate)
        {
            return _names.TryGetValue(path, out var node)
                ? new OpenFile(this, path, node, _life)
                : throw new FileNotFoundException(null, path);
        }
    }

    private void Change(NameChange change)
    {
        change.ApplyTo(_names);
        _unsyncedNames.Add(change);
    }

    private sealed record NameChange(string Path, string? From, Node? Node)
    {
        public void ApplyTo(Dictionary<string, Node> names)
        {
            if (From is not null && !names.Remove(From)) return;
            if (Node is null) names.Remove(Path);
            else names[Path] = Node;
        }
    }

    private sealed class Node
    {
        private readonly List<(long Offset, byte[]? Bytes)> _unsynced = [];
        private byte[] _durable = [];

        public byte[] Content { get; set; } = [];

        public void Write(byte[] bytes, long offset)
        {
            Content = Put(Content, bytes, offset);
            _unsynced.Add((offset, bytes));
        }

        public void Truncate(long length)
        {
            Content = Content[..(int)length];
            _unsynced.Add((length, null));
        }

        public void Sync()
        {
            _durable = Content;
            _unsynced.Clear();
        }

        public void Settle(Random dice)
        {
            foreach (var (offset, bytes) in _unsynced)
            {
                switch (bytes, dice.Next(4))
                {
                    case (_, 0):
                        break;
                    case (null, _):
                        if (offset < _durable.Length) _durable = _durable[..(int)offset];
                        break;
                    case ({ } whole, 1):
                        _durable = Put(_durable, whole, offset);
                        break;
                    case ({ } begun, 2):
                        _durable = Put(_durable, begun[..dice.Next(begun.Length + 1)], offset);
                        break;
                    case ({ } holed, _):
                        // Its end reached the platter, its beginning did not: zeros stand there.
                        var lost = dice.Next(holed.Length + 1);
                        _durable = Put(_durable, holed[lost..], offset + lost);
                        break;
                }
            }
            _unsynced.Clear();
            Content = _durable;
        }

        private static byte[] Put(byte[] content, byte[] bytes, long offset)
        {
            if (bytes.Length == 0) return content;
            var changed = new byte[Math.Max(content.Length, offset + bytes.Length)];
            content.CopyTo(changed, 0);
            bytes.CopyTo(changed, offset);
            return changed;
        }
    }

    private sealed class OpenFile(PowerCutFiles disk, string path, Node node, int life) : IOpenFile
    {
        public string Path { get; } = path;

        public long Length
        {
            get
            {
                lock (disk._gate) return node.Content.Length;
            }
        }

        public int Read(Span<byte> buffer, long offset)
        {
            lock (disk._gate)
            {
                var content = node.Content;
                var count = (int)Math.Clamp(content.Length - offset, 0, buffer.Length);
                if (count > 0) content.AsSpan((int)offset, count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (disk._gate)
            {
                Alive();
                if (disk.RefusesWrites) throw new DiskFullException(Path);
                var room = disk.Capacity - disk.Used + Math.Max(0, node.Content.Length - offset);
                if (bytes.Length <= room)
                {
                    node.Write(bytes.ToArray(), offset);
                    return;
                }
                if (room > 0) node.Write(bytes[..(int)room].ToArray(), offset);
                throw new DiskFullException(Path);
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                Alive();
                node.Truncate(length);
            }
        }

        public void Sync()
        {
            disk.BeforeSync?.Invoke();
            lock (disk._gate)
            {
                Alive();
                disk.Syncs++;
                if (disk.SyncFails) throw new DiskFailureException("Sync", Path);
                node.Sync();
            }
        }

        public void Dispose()
        {
        }

        private void Alive()
        {
            if (life != disk._life) throw new InvalidOperationException("The process that opened this file is dead");
        }
    }

    private sealed class Held(PowerCutFiles disk, string path, int life) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                if (life == disk._life) disk._locks.Remove(path);
            }
        }
    }
}
