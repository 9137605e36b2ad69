namespace Telemetry.Storage.Operations.Schema;

/// <summary>Who may sign in, and the tokens that are given out. Passwords and secrets are here as hashes alone.
/// </summary>
internal static class AccountTables
{
    public const string Script =
        """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            enabled INTEGER NOT NULL,
            password_hash TEXT,
            code_hash TEXT,
            code_until_ms INTEGER,
            stamp TEXT NOT NULL,
            created_ms INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            signed_in_ms INTEGER,
            removed_ms INTEGER
        ) STRICT;
        CREATE TABLE api_token (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            kiosk INTEGER NOT NULL,
            hash TEXT NOT NULL UNIQUE,
            created_ms INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            expires_ms INTEGER NOT NULL,
            used_ms INTEGER,
            revoked_ms INTEGER
        ) STRICT;
        CREATE TABLE ended_session (
            id TEXT NOT NULL PRIMARY KEY,
            until_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;
}
