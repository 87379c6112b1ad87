using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Sets the sequences behind a table's columns past the highest value that arrived and to where the source's stand, so that the next
/// insert finds a number that is free, and was never given.
/// </summary>
internal static class SequenceAdvance
{
    private const int LockClass = 0x50674d53; // "PgMS"

    public static async Task RunAsync(
        NpgsqlConnection connection,
        PgTable table,
        IReadOnlyList<PgTable> holders,
        IEnumerable<PgSequence> sequences,
        IReadOnlyList<ColumnNumbering> positions,
        IMigrationObserver observer,
        CancellationToken cancellationToken)
    {
        foreach (var sequence in sequences)
        {
            foreach (var column in sequence.ColumnsOf(table.Oid))
            {
                var ofColumn = positions.Where(position => position.Column == column
                    && position.IsDescending == sequence.Increment < 0).ToList();
                foreach (var position in ofColumn.Where(position => !Holds(sequence, position))) WarnOf(position, sequence, observer);
                var statement = Statement(holders, column, sequence, ofColumn.FindAll(position => Holds(sequence, position)));
                if (statement.Length > 0) await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Holds(PgSequence sequence, ColumnNumbering position)
        => position.LastValue >= sequence.MinValue && position.LastValue <= sequence.MaxValue;

    private static void WarnOf(ColumnNumbering position, PgSequence sequence, IMigrationObserver observer)
        => observer.Warning(string.Create(
        CultureInfo.InvariantCulture,
        $"The sequence {sequence} can't stand at {position.LastValue}, as the source's does: it gives {sequence.MinValue} to "
            + $"{sequence.MaxValue}. Widen it with ALTER SEQUENCE, then set it with setval."));

    /// <summary>
    /// Of what the rows and the source say the furthest in the sequence's direction counts. A sequence is never set back, and stays as it
    /// is where nothing lies ahead. The lock is for tables that share a sequence: what one of them sets must be seen by the next. It ends
    /// with the statements' own transaction.
    /// </summary>
    private static string Statement(IReadOnlyList<PgTable> holders, string columnName, PgSequence sequence, List<ColumnNumbering> positions)
    {
        var column = SqlText.Identifier(columnName);
        var name = SqlText.Literal(sequence.QualifiedName.Sql);
        var (extreme, comparison, furthest) = sequence.Increment > 0 ? ("max", ">", "DESC") : ("min", "<", "ASC");
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{sequence.MinValue} AND {sequence.MaxValue}");
        // One that begins anew stands where the source's does: the highest row says nothing of it.
        var isCycling = sequence.IsCycling && positions.Exists(position => position.IsCycling);
        var candidates = positions.ConvertAll(Candidate);
        if (!isCycling)
        {
            candidates.AddRange(holders.Select(holder => $"SELECT {extreme}({column})::bigint, true FROM {holder.QualifiedName.Sql}"));
        }

        if (candidates.Count == 0) return "";
        return $"""
            SELECT pg_catalog.pg_advisory_xact_lock({LockClass}, pg_catalog.hashtext({name}));
            SELECT pg_catalog.setval({name}, ahead.value, ahead.is_called)
            FROM (
                SELECT v.value, v.is_called
                FROM ({string.Join(" UNION ALL ", candidates)}) v(value, is_called), {sequence.QualifiedName.Sql} s
                WHERE v.value BETWEEN {bounds}
                  AND (v.value {comparison} s.last_value OR (v.value = s.last_value AND v.is_called AND NOT s.is_called))
                ORDER BY v.value {furthest}, v.is_called DESC
                LIMIT 1) ahead
            """;
    }

    private static string Candidate(ColumnNumbering position)
        => string.Create(CultureInfo.InvariantCulture, $"SELECT '{position.LastValue}'::bigint, {(position.IsCalled ? "true" : "false")}");
}
