namespace PgMigrate.Engine.Journal;

/// <summary>The journal's tables in a file: those of <see cref="JournalSchema"/>, and whose journal it is.</summary>
internal static class SqliteJournalSchema
{
    /// <summary>"PGMJ": tells a journal from other SQLite files (sqlite.org/pragma.html, application_id).</summary>
    public const long ApplicationId = 0x50474D4A;

    /// <summary>The tables' form; a later one is refused.</summary>
    public const long Version = 1;

    public const string Create = """
        PRAGMA application_id = 0x50474D4A;
        PRAGMA user_version = 1;
        CREATE TABLE destination (
            name TEXT NOT NULL,
            database_oid INTEGER NOT NULL,
            system_identifier TEXT,
            timeline TEXT,
            holder TEXT NOT NULL,
            opened_at TEXT NOT NULL);
        CREATE TABLE migrations (
            migration_id TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            settings TEXT NOT NULL,
            source_state TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('Running', 'Completed', 'Failed', 'Abandoned')),
            holder TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL);
        CREATE TABLE migration_checkpoints (
            migration_id TEXT NOT NULL REFERENCES migrations ON DELETE CASCADE,
            entry TEXT NOT NULL,
            table_name TEXT NOT NULL,
            batch_number INTEGER NOT NULL,
            chunk_kind TEXT NOT NULL,
            chunk_relation TEXT,
            chunk_column TEXT,
            chunk_from INTEGER,
            chunk_upto INTEGER,
            last_record_id TEXT,
            records_migrated INTEGER NOT NULL DEFAULT 0,
            records_rejected INTEGER NOT NULL DEFAULT 0,
            reject_path TEXT,
            bytes INTEGER NOT NULL DEFAULT 0,
            status TEXT NOT NULL CHECK (status IN ('Planned', 'Committing', 'Done', 'Failed')),
            transaction_id INTEGER CHECK (status <> 'Committing' OR transaction_id IS NOT NULL),
            error_message TEXT,
            worker TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (migration_id, entry, batch_number));
        """;
}
