using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>How an entry is dropped, with and without IF EXISTS (PostgreSQL, pg_backup_archiver.c, RestoreArchive). Pure.</summary>
internal static class DropStatements
{
    private static readonly string[] OfTables =
    [
        TocDesc.CheckConstraint, TocDesc.Constraint, TocDesc.Default, TocDesc.ForeignKey,
    ];

    /// <summary>The statement; null for what goes with another object, and for what must never be dropped.</summary>
    public static string? Of(TocEntry entry, bool ifExists)
    {
        if (entry.Desc == TocDesc.LargeObjects) return LargeObjectGroup.DropStatement(entry, ifExists);
        var statement = entry.DropStatement.Trim();
        if (statement.Length == 0 || statement.StartsWith("--", StringComparison.Ordinal)) return null;
        if (!ifExists) return statement;
        if (entry.Desc == TocDesc.LargeObject) return $"SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = {SqlText.StandardLiteral(entry.Tag)}";
        if (statement.StartsWith("ALTER TABLE ", StringComparison.Ordinal)) statement = Insert(statement, "ALTER TABLE ");
        // The table may be there without the column, for which there are no such words.
        if (entry.Desc == TocDesc.Default) return $"DO $pgmigrate$ BEGIN {statement} EXCEPTION WHEN undefined_column THEN NULL; END $pgmigrate$";
        if (entry.Desc is TocDesc.Constraint or TocDesc.CheckConstraint or TocDesc.ForeignKey) return InsertLast(statement, " DROP CONSTRAINT ");
        return OfTables.Contains(entry.Desc) || !statement.StartsWith("DROP ", StringComparison.Ordinal)
            ? statement
            : Insert(statement, $"DROP {Kind(entry)} ");
    }

    /// <summary>What stands behind DROP.</summary>
    private static string Kind(TocEntry entry) => entry.Desc switch
    {
        "SHELL TYPE" => "TYPE",
        "PROCEDURAL LANGUAGE" when !entry.DropStatement.StartsWith("DROP PROCEDURAL", StringComparison.Ordinal) => "LANGUAGE",
        _ => entry.Desc,
    };

    private static string Insert(string statement, string start)
        => statement.StartsWith(start, StringComparison.Ordinal) ? $"{start}IF EXISTS {statement[start.Length..]}" : statement;

    private static string InsertLast(string statement, string words)
    {
        var place = statement.LastIndexOf(words, StringComparison.Ordinal);
        return place < 0 ? statement : $"{statement[..(place + words.Length)]}IF EXISTS {statement[(place + words.Length)..]}";
    }
}
