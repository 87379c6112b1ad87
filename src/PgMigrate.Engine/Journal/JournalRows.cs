using System.Data.Common;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Journal;

/// <summary>Reads the journal's rows, wherever its tables are.</summary>
internal static class JournalRows
{
    public const string RunColumns = "migration_id, source, settings, source_state, status, created_at, holder";

    public const string CheckpointColumns = """
        entry, table_name, batch_number, chunk_kind, chunk_relation, chunk_column, chunk_from, chunk_upto,
        status, records_migrated, records_rejected, bytes, reject_path, error_message
        """;

    /// <summary>The run in <see cref="RunColumns"/>.</summary>
    public static MigrationRun ReadRun(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Source = row.GetString(1),
        Settings = row.GetString(2),
        SourceState = row.GetString(3),
        Status = Enum.Parse<MigrationStatus>(row.GetString(4)),
        StartedAt = row.GetFieldValue<DateTimeOffset>(5),
        Holder = row.GetString(6),
    };

    /// <summary>The checkpoint in <see cref="CheckpointColumns"/>.</summary>
    public static Checkpoint ReadCheckpoint(DbDataReader row) => new()
    {
        Entry = row.GetString(0),
        TableName = row.GetString(1),
        Chunk = new()
        {
            Number = row.GetInt32(2),
            Kind = Enum.Parse<ChunkKind>(row.GetString(3)),
            Relation = row.IsDBNull(4) ? null : row.GetString(4),
            Column = row.IsDBNull(5) ? null : row.GetString(5),
            From = row.IsDBNull(6) ? null : row.GetInt64(6),
            Upto = row.IsDBNull(7) ? null : row.GetInt64(7),
        },
        Status = Enum.Parse<CheckpointStatus>(row.GetString(8)),
        Rows = row.GetInt64(9),
        Rejected = row.GetInt64(10),
        Bytes = row.GetInt64(11),
        RejectPath = row.IsDBNull(12) ? null : row.GetString(12),
        ErrorMessage = row.IsDBNull(13) ? null : row.GetString(13),
    };
}
