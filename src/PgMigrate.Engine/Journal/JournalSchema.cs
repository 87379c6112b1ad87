namespace PgMigrate.Engine.Journal;

/// <summary>The journal's own tables in the destination.</summary>
internal static class JournalSchema
{
    /// <summary>The schema's name: never copied, listed or compared.</summary>
    public const string Name = "pgmigrate";

    /// <summary>For PL/pgSQL: drops the schema when its last table has gone.</summary>
    public const string DropIfEmpty = "IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = 'pgmigrate'::pg_catalog.regnamespace) THEN DROP SCHEMA pgmigrate; END IF;";

    public const string Create = """
        CREATE SCHEMA IF NOT EXISTS pgmigrate;
        CREATE TABLE IF NOT EXISTS pgmigrate.migrations (
            migration_id uuid PRIMARY KEY,
            source text NOT NULL,
            settings text NOT NULL,
            source_state text NOT NULL,
            status text NOT NULL,
            holder text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS pgmigrate.migration_checkpoints (
            migration_id uuid NOT NULL REFERENCES pgmigrate.migrations ON DELETE CASCADE,
            entry text NOT NULL,
            table_name text NOT NULL,
            batch_number integer NOT NULL,
            chunk_kind text NOT NULL,
            chunk_relation text,
            chunk_column text,
            chunk_from bigint,
            chunk_upto bigint,
            last_record_id text,
            records_migrated bigint NOT NULL DEFAULT 0,
            records_rejected bigint NOT NULL DEFAULT 0,
            reject_path text,
            bytes bigint NOT NULL DEFAULT 0,
            status text NOT NULL,
            error_message text,
            worker text,
            lease timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (migration_id, entry, batch_number));
        COMMENT ON SCHEMA pgmigrate IS 'PgMigrate''s journal: what has arrived of a migration. Safe to drop when the migration is accepted.';
        """;
}
