using System.Text;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Contract;

internal sealed class RejectedInMemory : IRejectedLines
{
    public List<(string Line, string Detail)> Lines { get; } = [];

    /// <summary>Calls so far; a batch that is tried again must not reject its lines again.</summary>
    public int Calls { get; private set; }

    public Task AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken)
    {
        Calls++;
        foreach (var line in lines) Lines.Add((Encoding.UTF8.GetString(line.Line.Span).TrimEnd('\n'), line.Detail));
        return Task.CompletedTask;
    }
}
