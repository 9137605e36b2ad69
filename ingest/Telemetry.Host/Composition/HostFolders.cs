namespace Telemetry.Host.Composition;

/// <summary>Where things lie in a data folder.</summary>
internal static class HostFolders
{
    public static string Spool(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "spool");

    public static string DeadLetters(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "dead-letters");

    public static string Database(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "telemetry.db");

    public static string Cursor(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "cursor.json");
}
