using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Tests.InfluxDb;

internal static class TestCursor
{
    public static CursorFile In(TempFolder folder, IFileLayer? files = null) =>
        new(files is null ? folder.File("cursor") : "/store/cursor", files ?? DiskFiles.Instance, NullLogger.Instance);
}
