using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Contract;

/// <summary>Stands for a spool: numbers the batches a test writes as the spool's reader would.</summary>
internal sealed class ContractBook(Guid spool)
{
    private SpoolPosition _position = new(1, 0, 0);

    public Guid Spool { get; } = spool;

    public SpoolPosition Position => _position;

    public StoreBatch Next(params IReadOnlyList<string> lines)
    {
        var bytes = Line.Bytes(lines);
        var end = new SpoolPosition(1, _position.Offset + bytes.Length + 1, _position.Line + lines.Count);
        var batch = new StoreBatch(Spool, bytes, lines.Count, _position, end);
        _position = end;
        return batch;
    }
}
