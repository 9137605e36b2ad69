using System.Text.Json;

namespace Telemetry.Host.Requests;

/// <summary>
/// <c>requests/</c> in the data folder: <c>NAME.request</c> asks, <c>NAME.answer</c> answers. Files appear whole, by
/// rename.
/// </summary>
internal sealed class RequestFolder(string dataFolder)
{
    private const string RequestEnding = ".request";
    private const string AnswerEnding = ".answer";
    private const string UnfinishedEnding = ".new";

    private readonly string _folder = Path.Combine(dataFolder, "requests");

    public async Task<string> AskAsync(HostRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var name = Guid.CreateVersion7().ToString("N");
        await WriteAsync(
            name + RequestEnding, JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.HostRequest),
            cancellationToken);
        return name;
    }

    /// <summary>The answer, once it is there; it is taken away by reading it.</summary>
    public async Task<HostAnswer?> TakeAnswerAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, name + AnswerEnding);
        if (!File.Exists(path)) return null;
        var answer = JsonSerializer.Deserialize(
            await File.ReadAllBytesAsync(path, cancellationToken), RequestJson.Default.HostAnswer);
        File.Delete(path);
        return answer;
    }

    /// <summary>
    /// Takes away what nobody came for: answers whose command was interrupted, and files that were never finished.
    /// </summary>
    /// <returns>How many.</returns>
    public int Clear(DateTimeOffset olderThan)
    {
        if (!Directory.Exists(_folder)) return 0;
        var cleared = 0;
        foreach (var ending in (string[])[AnswerEnding, UnfinishedEnding])
        {
            foreach (var path in Directory.EnumerateFiles(_folder, "*" + ending))
            {
                if (File.GetLastWriteTimeUtc(path) >= olderThan.UtcDateTime) continue;
                File.Delete(path);
                cleared++;
            }
        }
        return cleared;
    }

    /// <summary>Names of open requests, oldest first.</summary>
    public IReadOnlyList<string> Open() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFiles(_folder, "*" + RequestEnding).Select(Path.GetFileNameWithoutExtension).Order(
            StringComparer.Ordinal)!];

    /// <exception cref="JsonException">The file holds no request that this version knows.</exception>
    public async Task<HostRequest> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, name + RequestEnding), cancellationToken);
        var request = JsonSerializer.Deserialize(bytes, RequestJson.Default.HostRequest);
        if (request is null or { Replay: null, ResendFrom: null, Recompute: null })
            throw new JsonException("the file asks for nothing");
        return request.Replay?.Any(static id => id is null) == true
            ? throw new JsonException("an id is null") : request;
    }

    public async Task AnswerAsync(string name, HostAnswer answer, CancellationToken cancellationToken)
    {
        await WriteAsync(
            name + AnswerEnding, JsonSerializer.SerializeToUtf8Bytes(answer, RequestJson.Default.HostAnswer),
            cancellationToken);
        File.Delete(Path.Combine(_folder, name + RequestEnding));
    }

    private async Task WriteAsync(string file, byte[] content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, file);
        await File.WriteAllBytesAsync(path + UnfinishedEnding, content, cancellationToken);
        File.Move(path + UnfinishedEnding, path, overwrite: true);
    }
}
