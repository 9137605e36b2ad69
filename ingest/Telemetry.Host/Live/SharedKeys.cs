using Telemetry.Domain.Readings;

namespace Telemetry.Host.Live;

/// <summary>
/// Lists of fields that readings come with, one for all series whose devices send the same keys in the same order: what
/// is kept of each series is then its numbers alone. Holds the lists that were made last; one that has been pushed out
/// is made again.
/// </summary>
internal static class SharedKeys
{
    private static readonly FieldDefinition[]?[] Recent = new FieldDefinition[]?[16];
    private static int _next;

    /// <summary>Whether a reading has these fields, in this order.</summary>
    public static bool AreOf(FieldDefinition[] keys, ReadOnlySpan<FieldValue> fields)
    {
        if (keys.Length != fields.Length) return false;
        for (var i = 0; i < keys.Length; i++)
        {
            if (!ReferenceEquals(keys[i], fields[i].Definition)) return false;
        }
        return true;
    }

    /// <summary>The fields of a reading, in its order.</summary>
    public static FieldDefinition[] Of(ReadOnlySpan<FieldValue> fields)
    {
        foreach (var keys in Recent)
        {
            if (keys is not null && AreOf(keys, fields)) return keys;
        }
        var made = new FieldDefinition[fields.Length];
        for (var i = 0; i < made.Length; i++) made[i] = fields[i].Definition;
        // Two threads may put in the same list, or one in the other's place: a little memory, no harm.
        Volatile.Write(ref Recent[(uint)Interlocked.Increment(ref _next) % Recent.Length], made);
        return made;
    }
}
