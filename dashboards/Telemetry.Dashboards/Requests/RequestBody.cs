using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Telemetry.Dashboards.Requests;

/// <summary>A request's bytes, whole: what is imported is taken whole or not at all.</summary>
internal static class RequestBody
{
    private const int MostBytes = 16 << 20;

    public static async Task<Parsed<ReadOnlyMemory<byte>>> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes) return TooLarge();
        using var body = new MemoryStream();
        var piece = new byte[81_920];
        int read;
        while ((read = await request.Body.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (body.Length + read > MostBytes) return TooLarge();
            body.Write(piece, 0, read);
        }
        return (ReadOnlyMemory<byte>)body.ToArray();
    }

    private static WrongRequest TooLarge() => Parsed.Wrong(
        string.Create(CultureInfo.InvariantCulture, $"the body is larger than {MostBytes >> 20} MiB: divide the file"));
}
