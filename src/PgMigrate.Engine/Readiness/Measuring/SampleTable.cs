using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>A temporary table for sample rows, in a transaction that is taken back.</summary>
/// <param name="Name">Its name, with its schema.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Format">The format in which it takes the rows.</param>
internal sealed record SampleTable(string Name, IReadOnlyList<string> Columns, RowFormat Format)
{
    /// <summary>Makes a table for rows like those; types that the destination does not have are text there.</summary>
    public static async Task<SampleTable> CreateAsync(NpgsqlConnection connection, RowSet rows, int number, CancellationToken cancellationToken)
    {
        var known = await KnownTypesAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        var name = $"pg_temp.pgmigrate_sample_{number}";
        var columns = rows.Columns.Select(column => $"{SqlText.Identifier(column.Name)} {(known.Contains(column.Type) ? column.Type : "text")}");
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE {name["pg_temp.".Length..]} ({string.Join(", ", columns)})", cancellationToken).ConfigureAwait(false);
        var isAsIs = rows.Columns.All(column => known.Contains(column.Type));
        return new(name, [.. rows.Columns.Select(column => column.Name)], isAsIs ? rows.Format : RowFormat.Text);
    }

    /// <summary>Builds an index of one column, the first that has an order; false where none has.</summary>
    public async Task<bool> IndexAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var column in Columns)
        {
            try
            {
                await connection.ExecuteAsync($"SAVEPOINT pgmigrate_index; CREATE INDEX ON {Name} ({SqlText.Identifier(column)})", cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException error) when (!Transfer.CopyErrors.IsConnectionFailure(error))
            {
                await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT pgmigrate_index", cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }

    private static async Task<HashSet<string>> KnownTypesAsync(NpgsqlConnection connection, RowSet rows, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>();
        using var command = new NpgsqlCommand("SELECT DISTINCT t FROM pg_catalog.unnest($1::text[]) t WHERE pg_catalog.to_regtype(t) IS NOT NULL", connection)
        {
            Parameters = { new() { Value = rows.Columns.Select(column => column.Type).ToArray() } },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) known.Add(reader.GetString(0));
        }

        return known;
    }
}
