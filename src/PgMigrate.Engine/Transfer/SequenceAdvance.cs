using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Transfer;

/// <summary>Sets the sequences behind a table's columns past the highest value that arrived, so that the next insert finds a free number.</summary>
internal static class SequenceAdvance
{
    private const int LockClass = 0x50674d53; // "PgMS"

    public static async Task RunAsync(
        NpgsqlConnection connection, PgTable table, IEnumerable<PgSequence> sequences, CancellationToken cancellationToken)
    {
        foreach (var sequence in sequences)
        {
            foreach (var column in sequence.ColumnsOf(table.Oid))
            {
                await connection.ExecuteAsync(Statement(table, column, sequence), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A sequence is never set back, and stays as it is where the table has no value in its direction. The lock is for tables that
    /// share a sequence: what one of them sets must be seen by the next. It ends with the statements' own transaction.
    /// </summary>
    private static string Statement(PgTable table, string columnName, PgSequence sequence)
    {
        var column = SqlText.Identifier(columnName);
        var name = SqlText.Literal(sequence.QualifiedName.Sql);
        var (extreme, comparison) = sequence.Increment > 0 ? ("max", ">") : ("min", "<");
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{sequence.MinValue} AND {sequence.MaxValue}");
        return $"""
            SELECT pg_catalog.pg_advisory_xact_lock({LockClass}, pg_catalog.hashtext({name}));
            SELECT pg_catalog.setval({name}, v.value, true)
            FROM (SELECT {extreme}({column})::bigint AS value FROM {table.QualifiedName.Sql}) v, {sequence.QualifiedName.Sql} s
            WHERE v.value BETWEEN {bounds} AND (v.value {comparison} s.last_value OR (v.value = s.last_value AND NOT s.is_called))
            """;
    }
}
