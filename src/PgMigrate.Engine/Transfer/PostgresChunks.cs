using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Cuts a PostgreSQL table into chunks, and says what to COPY for one.</summary>
internal static class PostgresChunks
{
    /// <summary>Blocks are 8 kB unless the server was built otherwise; only the cut's evenness depends on it.</summary>
    private const int BlockSize = 8192;

    /// <summary>
    /// One chunk per table, or per partition, that is not larger than the target; larger ones are cut by ranges of an integer
    /// primary key, else by blocks. The last range is open, so that an estimate that is too low loses nothing.
    /// </summary>
    public static async Task<IReadOnlyList<ChunkBounds>> PlanAsync(
        NpgsqlConnection connection, PgTable table, IReadOnlyList<PgTable> leaves, ChunkTarget target, CancellationToken cancellationToken)
    {
        if (target.Bytes == long.MaxValue) return [ChunkBounds.Whole];
        var chunks = new List<ChunkBounds>();
        foreach (var leaf in leaves.Where(leaf => leaf.HoldsRows))
        {
            var relation = leaf == table ? null : SqlText.Qualified(leaf.Schema, leaf.Name);
            foreach (var chunk in await CutAsync(connection, leaf, Count(leaf, target), target.ByBlocks, cancellationToken).ConfigureAwait(false))
            {
                chunks.Add(chunk with { Number = chunks.Count + 1, Relation = relation });
            }
        }

        // A partitioned table without partitions has no rows; it is still done when its one empty chunk is.
        return chunks.Count > 0 ? chunks : [ChunkBounds.Whole];
    }

    /// <summary>What stands between COPY and TO for a chunk.</summary>
    /// <param name="table">The table.</param>
    /// <param name="leaves">Where its rows are; those of foreign ones are left out.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="chunk">The part of the table to read.</param>
    public static string Selection(PgTable table, IReadOnlyList<PgTable> leaves, IReadOnlyList<string> columns, ChunkBounds chunk)
    {
        var names = SqlText.List(columns);
        if (chunk.Relation is null && table.IsPartitioned && leaves.Any(leaf => leaf.IsForeign)) return OfHolders(table, leaves, names);
        var relation = chunk.Relation ?? SqlText.Qualified(table.Schema, table.Name);
        if (chunk.Kind == ChunkKind.Whole && !(table.IsPartitioned && chunk.Relation is null))
        {
            return relation + CopyStreams.Columns(columns);
        }

        var only = table.IsPartitioned && chunk.Relation is null ? "" : "ONLY ";
        return $"(SELECT {names} FROM {only}{relation}{Condition(chunk)})";
    }

    /// <summary>What stands after FROM for a chunk, and the conditions on its rows, without WHERE.</summary>
    /// <param name="table">The table.</param>
    /// <param name="leaves">Where its rows are; those of foreign ones are left out.</param>
    /// <param name="columns">The columns that are named.</param>
    /// <param name="chunk">The part of the table to read.</param>
    public static (string Relation, IReadOnlyList<string> Conditions) From(
        PgTable table, IReadOnlyList<PgTable> leaves, IReadOnlyList<string> columns, ChunkBounds chunk)
    {
        if (chunk.Relation is null && table.IsPartitioned && leaves.Any(leaf => leaf.IsForeign)) return (OfHolders(table, leaves, SqlText.List(columns)), []);
        var only = table.IsPartitioned && chunk.Relation is null ? "" : "ONLY ";
        return ($"{only}{chunk.Relation ?? SqlText.Qualified(table.Schema, table.Name)}", Conditions(chunk));
    }

    /// <summary>The rows of the partitions that hold theirs themselves.</summary>
    private static string OfHolders(PgTable table, IReadOnlyList<PgTable> leaves, string names)
    {
        var parts = leaves.Where(leaf => leaf.HoldsRows).Select(leaf => $"SELECT {names} FROM ONLY {leaf.QualifiedName.Sql}").ToList();
        // A partitioned table itself holds none.
        if (parts.Count == 0) parts.Add($"SELECT {names} FROM ONLY {table.QualifiedName.Sql}");
        return $"({string.Join(" UNION ALL ", parts)})";
    }

    private static string Condition(ChunkBounds chunk) => Conditions(chunk) is { Count: > 0 } terms ? " WHERE " + string.Join(" AND ", terms) : "";

    private static List<string> Conditions(ChunkBounds chunk)
    {
        var terms = new List<string>();
        var column = chunk.Kind == ChunkKind.KeyRange ? SqlText.Identifier(chunk.Column!) : "ctid";
        if (chunk.From is { } from) terms.Add($"{column} >= {Bound(chunk.Kind, from)}");
        if (chunk.Upto is { } upto) terms.Add($"{column} < {Bound(chunk.Kind, upto)}");
        return terms;
    }

    private static string Bound(ChunkKind kind, long value) => kind == ChunkKind.KeyRange
        ? string.Create(CultureInfo.InvariantCulture, $"'{value}'")
        : string.Create(CultureInfo.InvariantCulture, $"'({value},0)'::tid");

    private static int Count(PgTable leaf, ChunkTarget target)
    {
        var byBytes = leaf.Bytes / Math.Max(target.Bytes, 1);
        var byRows = target.Rows is { } rows ? ((leaf.EstimatedRows ?? 0) - 1) / rows : 0;
        return (int)Math.Min(Math.Max(byBytes, byRows) + 1, 100_000);
    }

    private static async Task<IEnumerable<ChunkBounds>> CutAsync(
        NpgsqlConnection connection, PgTable leaf, int count, bool byBlocks, CancellationToken cancellationToken)
    {
        var estimate = leaf.Bytes / count;
        if (count == 1) return [ChunkBounds.Whole with { EstimatedBytes = estimate }];
        if (byBlocks || KeyColumn(leaf) is not { } column) return Blocks(leaf, count, estimate);
        using var command = new NpgsqlCommand(
            $"SELECT min({column})::bigint, max({column})::bigint FROM ONLY {SqlText.Qualified(leaf.Schema, leaf.Name)}", connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reader.IsDBNull(0)) return [ChunkBounds.Whole];
            return Ranges(ChunkKind.KeyRange, reader.GetInt64(0), reader.GetInt64(1), count)
                .Select(chunk => chunk with { Column = leaf.PrimaryKey!.Columns[0], EstimatedBytes = estimate });
        }
    }

    private static IEnumerable<ChunkBounds> Blocks(PgTable leaf, int count, long estimate)
        => Ranges(ChunkKind.BlockRange, 0, Math.Max(leaf.Blocks, leaf.Bytes / BlockSize), count)
            .Select(chunk => chunk with { EstimatedBytes = estimate });

    /// <summary>Even ranges, open at both ends.</summary>
    private static IEnumerable<ChunkBounds> Ranges(ChunkKind kind, long lowest, long highest, int count)
    {
        var step = Int128.Max(1, (((Int128)highest - lowest) / count) + 1);
        long? from = null;
        for (var next = lowest + step; next <= highest && from != (long)next; next += step)
        {
            yield return new() { Number = 1, Kind = kind, From = from, Upto = (long)next };
            from = (long)next;
        }

        yield return new() { Number = 1, Kind = kind, From = from };
    }

    /// <summary>Whether the table, if it is cut at all, is cut by its blocks.</summary>
    public static bool IsCutByBlocks(PgTable leaf) => KeyColumn(leaf) is null && leaf.HoldsRows;

    private static string? KeyColumn(PgTable leaf) => leaf.PrimaryKey is { Columns: [var name] }
        && leaf.Columns.Any(column => column.Name == name && column.IsInteger)
        ? SqlText.Identifier(name)
        : null;
}
