using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Telemetry.Storage.Operations.Schema;

/// <summary>A commit is on disk when it returns; a setting of the connection, not of the file.</summary>
internal sealed class FullSync : DbConnectionInterceptor
{
    public const string Pragma = "PRAGMA synchronous = FULL";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }
}
