using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Looks for rows that refer to nothing: rows that came while session_replication_role was <c>replica</c> were not checked.
/// </summary>
internal static class ForeignKeyCheck
{
    /// <summary>Throws where a row of the child refers to no row of the parent.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, PgForeignKey key, PgCatalog catalog, CancellationToken cancellationToken)
    {
        var child = OwnRows.Of(catalog, key.TableOid, key.Table);
        var parent = OwnRows.Of(catalog, key.ParentTableOid, key.ParentTable);
        using var command = new NpgsqlCommand(Query(key, child, parent), connection);
        var orphans = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (orphans == 0) return;
        throw new MigrationException(
            "ForeignKeyViolated",
            MigrationErrorCategory.InvalidData,
            FormattableString.Invariant($"{orphans} rows of {key.Table} refer by {key.Name} to no row of {key.ParentTable}."))
        {
            Subject = key.Table.ToString(),
            Remedy = $"Copy {key.ParentTable} too, or correct the rows in the source and copy again with -Restart.",
        };
    }

    /// <summary>
    /// The query of ri_triggers.c's RI_Initial_Check, counted: MATCH FULL refers when any column is not null, MATCH SIMPLE when all are.
    /// </summary>
    private static string Query(PgForeignKey key, string child, string parent)
    {
        var pairs = key.Columns.Zip(key.ParentColumns)
            .Select(pair => $"p.{SqlText.Identifier(pair.Second)} = c.{SqlText.Identifier(pair.First)}");
        var joiner = key.MatchType == ForeignKeyMatch.Full ? " OR " : " AND ";
        var refers = string.Join(joiner, key.Columns.Select(column => $"c.{SqlText.Identifier(column)} IS NOT NULL"));
        return $"""
            SELECT count(*) FROM {child} c
            WHERE ({refers}) AND NOT EXISTS (SELECT FROM {parent} p WHERE {string.Join(" AND ", pairs)})
            """;
    }
}
