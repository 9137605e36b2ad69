using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Telemetry.Domain.Registry.Parsing;

namespace Telemetry.Domain.Registry;

/// <summary>
/// The registry's file format: one JSON object, UTF-8, comments and trailing commas allowed. Its shape is published as
/// <c>registry.schema.json</c>; what a schema cannot say (references, overlaps, sums) is checked here as well.
/// </summary>
public static class RegistryFile
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>First 12 hex digits of the content's SHA-256, lower case.</summary>
    public static string VersionOf(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..6]);
    }

    public static RegistryParseResult Parse(ReadOnlySpan<byte> utf8Json) =>
        Parse(new ReadOnlyMemory<byte>(utf8Json.ToArray()));

    /// <summary>Never throws for what the file says; a syntax error is the one problem that hides the others.</summary>
    public static RegistryParseResult Parse(ReadOnlyMemory<byte> utf8Json)
    {
        var version = VersionOf(utf8Json.Span);
        var json = utf8Json.Span.StartsWith(ByteOrderMark) ? utf8Json[ByteOrderMark.Length..] : utf8Json;
        if (TextCheck.NotUtf8(json.Span) is { } foreign) return RegistryParseResult.Refused(version, [foreign]);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Lenient);
        }
        catch (JsonException e)
        {
            return RegistryParseResult.Refused(version, [Syntax(e)]);
        }
        using (document) return RegistryReader.Read(document.RootElement, version);
    }

    private static RegistryError Syntax(JsonException e)
    {
        // The reader counts both from 0, editors from 1; the column is in bytes, as the reader sees the line.
        var line = ((e.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        var column = ((e.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        var words = e.Message;
        var tail = words.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (tail > 0) words = words[..tail];
        return new RegistryError($"line {line}, column {column}", $"not JSON: {words}");
    }
}
