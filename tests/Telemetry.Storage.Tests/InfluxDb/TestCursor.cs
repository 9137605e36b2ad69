using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Tests.InfluxDb;

internal static class TestCursor
{
    public static CursorFile In(TempFolder folder) => new(folder.File("cursor"), DiskFiles.Instance, NullLogger.Instance);
}
