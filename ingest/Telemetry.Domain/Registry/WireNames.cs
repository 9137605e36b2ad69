using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Telemetry.Domain.Registry;

/// <summary>
/// The names of enumerations in files, topics and answers: <c>VacuumTruck</c> is <c>vacuum_truck</c>.
/// </summary>
public static class WireNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.ByValue[value];

    /// <summary>In the order of declaration.</summary>
    public static ImmutableArray<string> All<T>()
        where T : struct, Enum => Table<T>.All;

    public static bool TryParse<T>(string name, out T value)
        where T : struct, Enum => Table<T>.ByName.TryGetValue(name, out value);

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        public static readonly ImmutableArray<string> All = [.. Enum.GetValues<T>().Select(v => ByValue[v])];
    }
}
