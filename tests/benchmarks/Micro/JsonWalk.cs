using System.Text.Json;

namespace Telemetry.Benchmarks.Micro;

/// <summary>The limit: every token visited, nothing understood.</summary>
internal static class JsonWalk
{
    public static int Tokens(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }
}
