using Npgsql;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>Reads a query's rows by COPY, because it prints values of all types as their output functions do.</summary>
internal static class CopyTextQuery
{
    /// <summary>Calls <paramref name="add"/> with the fields of each row as COPY writes them, and returns the number of rows.</summary>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, string query, Action<string[]> add, CancellationToken cancellationToken)
    {
        var stream = await CopyStreams.OpenReadAsync(connection, $"({query})", RowFormat.Text, cancellationToken).ConfigureAwait(false);
        var rows = new PostgresRowStream(stream);
        await using (rows.ConfigureAwait(false))
        {
            using var reader = new CopyRowReader(rows, RowFormat.Text);
            var count = 0L;
            for (; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); count++) add(CopyTextLine.Split(reader.Current.Span));
            return count;
        }
    }
}
