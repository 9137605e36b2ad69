using System.Reflection;
using System.Text.Json;

namespace Telemetry.Storage.Backup;

/// <summary>
/// The last entry of an archive, <c>manifest.json</c>: what it holds, and how to know that it is whole.
/// </summary>
/// <param name="Format">Of the archive; this program writes and reads 1.</param>
/// <param name="Product">Always <c>Telemetry</c>.</param>
/// <param name="Version">Of the program that made it.</param>
/// <param name="CreatedAt">When it was begun, UTC.</param>
/// <param name="Files">In the order in which they were copied.</param>
public sealed record BackupManifest(
    int Format, string Product, string Version, DateTimeOffset CreatedAt, IReadOnlyList<BackupEntry> Files)
{
    public const int CurrentFormat = 1;

    internal const string EntryName = "manifest.json";

    internal const string ProductName = "Telemetry";

    internal static string ProductVersion { get; } =
        typeof(BackupManifest)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <param name="Path">In the archive, and in the folder it is restored to.</param>
/// <param name="Source">Where it was on the machine that was backed up.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its content, lower-case hexadecimal.</param>
public sealed record BackupEntry(string Path, string Source, long Bytes, string Sha256);
