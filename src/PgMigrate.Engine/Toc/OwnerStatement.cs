namespace PgMigrate.Engine.Toc;

/// <summary>ALTER … OWNER TO for an entry, which carries its owner beside its definition (PostgreSQL, pg_backup_archiver.c).</summary>
internal static class OwnerStatement
{
    /// <summary>
    /// The statement; null for an entry that has no owner of its own, such as a comment, an index or rows; and for one that cannot be dropped
    /// by itself, as the sequence of an identity column, whose owner is the table's, and a shell type,
    /// which only the role that made it may complete.
    /// </summary>
    public static string? Of(TocEntry entry) => string.IsNullOrEmpty(entry.Owner) || entry.DropStatement.Length == 0 || Target(entry) is not { } target
        ? null
        : $"ALTER {target} OWNER TO {SqlText.Name(entry.Owner)};\n";

    private static string? Target(TocEntry entry) => entry.Desc switch
    {
        "COLLATION" or "CONVERSION" or "DOMAIN" or "FOREIGN TABLE" or "MATERIALIZED VIEW" or "SEQUENCE" or "STATISTICS" or "TABLE"
            or "TEXT SEARCH CONFIGURATION" or "TEXT SEARCH DICTIONARY" or "TYPE" or "VIEW"
            => $"{entry.Desc} {SqlText.Name(entry.Namespace!)}.{SqlText.Name(entry.Tag)}",
        "DATABASE" or "EVENT TRIGGER" or "FOREIGN DATA WRAPPER" or "PUBLICATION" or "SCHEMA" or "SERVER" or "SUBSCRIPTION"
            => $"{entry.Desc} {SqlText.Name(entry.Tag)}",
        "PROCEDURAL LANGUAGE" => $"LANGUAGE {SqlText.Name(entry.Tag)}",
        // Its tag says the number with the same words.
        "BLOB" => $"LARGE OBJECT {entry.Tag}",
        "AGGREGATE" or "FUNCTION" or "OPERATOR" or "OPERATOR CLASS" or "OPERATOR FAMILY" or "PROCEDURE" => Dropped(entry.DropStatement),
        _ => null,
    };

    /// <summary>What a DROP statement names, with its argument types.</summary>
    private static string Dropped(string statement)
    {
        const string Drop = "DROP ";
        return statement.StartsWith(Drop, StringComparison.Ordinal) ? statement[Drop.Length..].TrimEnd().TrimEnd(';') : throw new InvalidOperationException(
            $"'{statement}' is no DROP statement.");
    }
}
