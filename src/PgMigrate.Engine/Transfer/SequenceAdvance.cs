using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Transfer;

/// <summary>Sets the sequences behind a table's columns past the highest value that arrived, so that the next insert finds a free number.</summary>
internal static class SequenceAdvance
{
    public static async Task RunAsync(
        NpgsqlConnection connection, PgTable table, IEnumerable<PgSequence> sequences, CancellationToken cancellationToken)
    {
        foreach (var sequence in sequences)
        {
            await connection.ExecuteAsync(Statement(table, sequence), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A sequence is never set back, and stays as it is where the table has no value in its direction.</summary>
    private static string Statement(PgTable table, PgSequence sequence)
    {
        var column = SqlText.Identifier(sequence.OwnerColumn!);
        var name = SqlText.Literal(sequence.QualifiedName.Sql);
        var (extreme, comparison) = sequence.Increment > 0 ? ("max", ">") : ("min", "<");
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{sequence.MinValue} AND {sequence.MaxValue}");
        return $"""
            SELECT pg_catalog.setval({name}, v.value, true)
            FROM (SELECT {extreme}({column})::bigint AS value FROM {table.QualifiedName.Sql}) v, {sequence.QualifiedName.Sql} s
            WHERE v.value BETWEEN {bounds} AND (v.value {comparison} s.last_value OR (v.value = s.last_value AND NOT s.is_called))
            """;
    }
}
