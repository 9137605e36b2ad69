using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Telemetry.Storage.Operations.Schema;

/// <summary>
/// The layout of the file, made by numbered migrations. What may only grow is held by triggers, so that no program,
/// this one included, changes what an inspection reads.
/// </summary>
internal static class OperationsSchema
{
    /// <summary>"Tlop" as a number: tells our file from another program's.</summary>
    public const long ApplicationId = 0x546C6F70;

    /// <summary>The script at index n leads from version n to n + 1. A published script is never edited.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE lease (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            taken_ms INTEGER NOT NULL,
            renewed_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE derive_cursor (
            consumer TEXT NOT NULL PRIMARY KEY,
            changes_ms INTEGER,
            figure INTEGER NOT NULL,
            memo TEXT NOT NULL
        ) STRICT;
        CREATE TABLE dirty (
            kind INTEGER NOT NULL,
            subject TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            note INTEGER NOT NULL,
            noted_ms INTEGER NOT NULL,
            PRIMARY KEY (kind, subject, start_ms)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dirty_by_start ON dirty (kind, start_ms);
        CREATE TABLE dirty_note (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            last INTEGER NOT NULL
        ) STRICT;
        INSERT INTO dirty_note (id, last) VALUES (1, 0);

        CREATE TABLE figure_import (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            file_name TEXT NOT NULL,
            rows INTEGER NOT NULL,
            added INTEGER NOT NULL,
            actor TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            UNIQUE (kind, sha256)
        ) STRICT;
        CREATE TABLE figure (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            identity TEXT NOT NULL,
            subject TEXT NOT NULL,
            slot TEXT NOT NULL,
            from_day TEXT NOT NULL,
            until_day TEXT,
            content TEXT NOT NULL,
            withdrawn INTEGER NOT NULL,
            supersedes INTEGER UNIQUE REFERENCES figure (id),
            actor TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            why TEXT NOT NULL,
            import INTEGER REFERENCES figure_import (id)
        ) STRICT;
        CREATE INDEX figure_by_identity ON figure (kind, identity, id);
        CREATE INDEX figure_by_subject ON figure (kind, subject, from_day);

        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at_ms INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            day TEXT,
            month TEXT,
            why TEXT NOT NULL,
            before TEXT,
            after TEXT
        ) STRICT;
        CREATE INDEX ledger_by_subject ON ledger (subject, id);
        CREATE INDEX ledger_by_kind ON ledger (kind, id);
        CREATE INDEX ledger_by_actor ON ledger (actor, id);
        CREATE INDEX ledger_by_day ON ledger (day, id);

        CREATE TABLE review (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plant TEXT NOT NULL,
            day TEXT NOT NULL,
            revision INTEGER NOT NULL,
            actor TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            note TEXT NOT NULL,
            UNIQUE (plant, day, revision, actor)
        ) STRICT;

        CREATE TABLE publication (
            scope TEXT NOT NULL,
            month TEXT NOT NULL,
            revision INTEGER NOT NULL,
            data_version TEXT NOT NULL,
            data_version_ms INTEGER NOT NULL,
            "values" TEXT NOT NULL,
            actor TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            why TEXT NOT NULL,
            PRIMARY KEY (scope, month, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE published_copy (
            scope TEXT NOT NULL,
            month TEXT NOT NULL,
            revision INTEGER NOT NULL,
            format TEXT NOT NULL,
            language TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (scope, month, revision, format, language),
            FOREIGN KEY (scope, month, revision) REFERENCES publication (scope, month, revision)
        ) STRICT;
        CREATE TABLE pending_revision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            scope TEXT NOT NULL,
            month TEXT NOT NULL,
            state TEXT NOT NULL,
            base_revision INTEGER NOT NULL,
            published TEXT NOT NULL,
            computed TEXT NOT NULL,
            data_version TEXT NOT NULL,
            data_version_ms INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            opened_ms INTEGER NOT NULL,
            updated_ms INTEGER NOT NULL,
            decided_by TEXT,
            decided_ms INTEGER,
            decided_why TEXT,
            FOREIGN KEY (scope, month, base_revision) REFERENCES publication (scope, month, revision)
        ) STRICT;
        CREATE UNIQUE INDEX pending_revision_open ON pending_revision (scope, month) WHERE state = 'open';
        CREATE INDEX pending_revision_by_month ON pending_revision (scope, month, id);

        CREATE TABLE day_value (
            subject TEXT NOT NULL,
            day TEXT NOT NULL,
            state TEXT NOT NULL,
            "values" TEXT NOT NULL,
            revision INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,
            PRIMARY KEY (subject, day)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX day_value_by_day ON day_value (day);
        """ + Frozen("figure_import", "figure", "ledger", "review", "publication", "published_copy"),
        """
        CREATE TABLE alarm (
            id TEXT NOT NULL PRIMARY KEY,
            rule TEXT NOT NULL,
            asset TEXT NOT NULL,
            flood_group TEXT NOT NULL,
            onset_ms INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            district TEXT,
            unit_en TEXT,
            unit_zh TEXT,
            name_en TEXT NOT NULL,
            name_zh TEXT NOT NULL,
            value REAL,
            limit_value REAL,
            detail TEXT NOT NULL,
            raised_ms INTEGER NOT NULL,
            active INTEGER NOT NULL,
            late INTEGER NOT NULL,
            returned_ms INTEGER,
            ack_by TEXT,
            ack_ms INTEGER,
            ack_note TEXT,
            shelf_by TEXT,
            shelf_ms INTEGER,
            shelf_reason TEXT,
            shelf_until_ms INTEGER,
            closed_ms INTEGER,
            occurrences INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX alarm_open ON alarm (raised_ms) WHERE closed_ms IS NULL;
        CREATE INDEX alarm_by_raised ON alarm (raised_ms, id);
        CREATE INDEX alarm_by_asset ON alarm (asset, raised_ms);
        CREATE INDEX alarm_by_returned ON alarm (returned_ms);
        CREATE TABLE alarm_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            alarm TEXT NOT NULL REFERENCES alarm (id),
            kind TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            actor TEXT NOT NULL,
            why TEXT NOT NULL,
            before TEXT,
            after TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alarm_event_by_alarm ON alarm_event (alarm, id);
        CREATE TABLE alarm_notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            alarm TEXT NOT NULL REFERENCES alarm (id),
            content TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            next_ms INTEGER NOT NULL,
            sent_ms INTEGER,
            given_up_ms INTEGER,
            error TEXT
        ) STRICT;
        CREATE INDEX alarm_notice_due ON alarm_notice (channel, next_ms) WHERE sent_ms IS NULL AND given_up_ms IS NULL;
        """ + Frozen("alarm_event"),
        FleetTables.Script,
        AccountTables.Script,
    ];

    public static int Version => Migrations.Length;

    /// <summary>Brings the file to this version, in one transaction.</summary>
    /// <exception cref="StoreRefusedException">The file is newer, or another program's.</exception>
    public static void Apply(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var version = CheckedVersion(connection);
        for (; version < Version; version++) Execute(connection, Migrations[version]);
        Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
        transaction.Commit();
    }

    private static long CheckedVersion(SqliteConnection connection)
    {
        var version = ReadInteger(connection, "PRAGMA user_version");
        var id = ReadInteger(connection, "PRAGMA application_id");
        if (id != ApplicationId && (id != 0 || ReadInteger(connection, "SELECT COUNT(*) FROM sqlite_schema") > 0))
        {
            throw new Stores.StoreRefusedException(
                $"{connection.DataSource} is a database of another program; name another file in "
                + "Telemetry:Operations:Path");
        }
        if (version > Version)
        {
            throw new Stores.StoreRefusedException(
                $"{connection.DataSource} has schema version {version}, and this program knows versions up to "
                + $"{Version}: it was written by a newer one. Run that one, or restore a backup made before the "
                + "change");
        }
        return version;
    }

    private static string Frozen(params string[] tables) => string.Concat(tables.Select(static table =>
        $"""

        CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END;
        CREATE TRIGGER {table}_is_not_removed BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are never removed'); END;
        """));

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
