using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Operations;

internal static partial class Log
{
    [LoggerMessage(2700, LogLevel.Information, "The operational store {Path} is open, schema version {Version}")]
    public static partial void Opened(ILogger logger, string path, int version);
}
