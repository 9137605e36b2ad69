using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// The layout of the file. What every measurement shares is made by numbered migrations; a measurement's own table
/// follows its declaration, so that a new measurement or field needs nothing but being declared.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>"Tlmy" as a number: tells our file from another program's.</summary>
    public const long ApplicationId = 0x546C6D79;

    /// <summary>The script at index n leads from version n to n + 1. A published script is never edited.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            measurement TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            tags TEXT NOT NULL
        ) STRICT;
        CREATE INDEX series_by_measurement ON series (measurement);
        CREATE TABLE cursor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            spool TEXT,
            segment INTEGER NOT NULL DEFAULT 0,
            offset INTEGER NOT NULL DEFAULT 0,
            line INTEGER NOT NULL DEFAULT 0,
            stored INTEGER NOT NULL DEFAULT 0,
            rejected INTEGER NOT NULL DEFAULT 0,
            last_change_ms INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        INSERT INTO cursor (id) VALUES (1);
        """,
    ];

    internal const string ChangesByTime = "changes_by_time";

    public static int Version => Migrations.Length;

    /// <summary>Brings the file to this version, in one transaction.</summary>
    /// <exception cref="StoreRefusedException">The file is newer, another program's, or holds a column of another
    /// type.</exception>
    public static void Apply(SqliteConnection connection, IEnumerable<Measurement> measurements)
    {
        using var transaction = connection.BeginTransaction();
        var version = CheckedVersion(connection);
        for (; version < Version; version++) Execute(connection, Migrations[version]);
        Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
        foreach (var measurement in measurements) ApplyTable(connection, measurement);
        transaction.Commit();
    }

    /// <exception cref="StoreRefusedException">The file is newer than this program, or another program's.</exception>
    public static long CheckedVersion(SqliteConnection connection)
    {
        var version = ReadInteger(connection, "PRAGMA user_version");
        if (ReadInteger(connection, "PRAGMA application_id") is var id && id != ApplicationId)
        {
            if (id != 0 || ReadInteger(connection, "SELECT COUNT(*) FROM sqlite_schema") > 0)
            {
                throw new StoreRefusedException(
                    $"{connection.DataSource} is a database of another program; name another file in "
                    + "Telemetry:Store:Sqlite:Path");
            }
        }
        if (version > Version)
        {
            throw new StoreRefusedException(
                $"{connection.DataSource} has schema version {version}, and this program knows versions up to "
                + $"{Version}: "
                + "it was written by a newer one. Run that one, or restore a backup made before the change");
        }
        return version;
    }

    /// <summary>Where the open parameters of a measurement stand.</summary>
    public static string ParametersOf(Measurement measurement) => measurement.Name + "_parameters";

    private static void ApplyTable(SqliteConnection connection, Measurement measurement)
    {
        // Names come from declarations, which are code; none ever comes from a message.
        var columns = ReadColumns(connection, measurement.Name);
        if (columns.Count == 0)
        {
            var sql = new StringBuilder();
            sql.Append($"CREATE TABLE \"{measurement.Name}\" (series INTEGER NOT NULL, time INTEGER NOT NULL");
            foreach (var field in measurement.Fields) sql.Append($", \"{field.Name}\" {ColumnType(field.Type)}");
            Execute(connection, sql.Append(", PRIMARY KEY (series, time)) STRICT, WITHOUT ROWID").ToString());
        }
        else
        {
            foreach (var field in measurement.Fields) ApplyColumn(connection, measurement, field, columns);
        }
        // Changes are asked for by the moment of their writing, whatever they are of.
        if (measurement.Name == Measurements.Changes.Name)
            Execute(connection, $"CREATE INDEX IF NOT EXISTS {ChangesByTime} ON \"{measurement.Name}\" (time)");
        if (!measurement.OpenFloats) return;
        Execute(
            connection,
            $"CREATE TABLE IF NOT EXISTS \"{ParametersOf(measurement)}\" (series INTEGER NOT NULL, "
            + "time INTEGER NOT NULL, parameter TEXT NOT NULL, value REAL NOT NULL, "
            + "PRIMARY KEY (series, time, parameter)) STRICT, WITHOUT ROWID");
    }

    private static void ApplyColumn(
        SqliteConnection connection, Measurement measurement, FieldDefinition field, Dictionary<string, string> columns)
    {
        var type = ColumnType(field.Type);
        if (!columns.TryGetValue(field.Name, out var stored))
        {
            Execute(connection, $"ALTER TABLE \"{measurement.Name}\" ADD COLUMN \"{field.Name}\" {type}");
        }
        else if (stored != type)
        {
            throw new StoreRefusedException(
                $"{connection.DataSource}: {measurement.Name}.{field.Name} is {stored}, and this program declares it "
                + $"{type}. Run the program that wrote it, or name another file in Telemetry:Store:Sqlite:Path");
        }
    }

    private static string ColumnType(FieldType type) => type switch
    {
        FieldType.Float => "REAL",
        FieldType.Text => "TEXT",
        _ => "INTEGER",
    };

    private static Dictionary<string, string> ReadColumns(SqliteConnection connection, string table)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, type FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        while (reader.Read()) columns.Add(reader.GetString(0), reader.GetString(1));
        return columns;
    }

    private static long ReadInteger(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
