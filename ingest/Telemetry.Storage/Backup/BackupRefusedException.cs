namespace Telemetry.Storage.Backup;

/// <summary>A backup can't be made or restored; nothing was changed. The message says what to do.</summary>
public sealed class BackupRefusedException(string message, Exception? inner = null) : Exception(message, inner);
