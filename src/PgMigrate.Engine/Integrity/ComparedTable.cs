using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>What of two tables is compared: the columns that the source has, by name, and the key that tells rows apart.</summary>
internal sealed record ComparedTable
{
    /// <summary>In the order of their names' bytes, whatever their order in the tables.</summary>
    public required IReadOnlyList<ComparedColumn> Columns { get; init; }

    /// <summary>The key's columns; empty where neither table has one.</summary>
    public required IReadOnlyList<ComparedColumn> Key { get; init; }

    /// <summary>What rows are divided by, the cheapest first.</summary>
    public required IReadOnlyList<BucketKind> Kinds { get; init; }

    /// <summary>Whether every long value is hashed by itself, because a row's text would be longer than the server can make it.</summary>
    public bool IsWide { get; init; }

    /// <summary>Whether the servers' encodings differ, so that text is hashed as UTF-8.</summary>
    public bool IsRecoded { get; init; }

    /// <summary>Chooses the columns and the key.</summary>
    /// <exception cref="MigrationException">DestinationObjectNotFound: a column is missing there.</exception>
    public static ComparedTable Of(PgTable source, PgTable destination)
    {
        var others = destination.Columns.ToDictionary(column => column.Name);
        var columns = source.Columns
            // What the source computes, the destination may do without.
            .Where(column => !column.IsGenerated || others.ContainsKey(column.Name))
            .Select(column => others.TryGetValue(column.Name, out var other)
                ? new ComparedColumn(column, other)
                : throw IntegrityErrors.Missing($"{destination}.{column.Name}"))
            .OrderBy(column => column.Name, StringComparer.Ordinal)
            .ToList();
        var names = KeyOf(source, columns) ?? KeyOf(destination, columns) ?? [];
        var key = names.Select(name => columns.First(column => column.Name == name)).ToList();
        return new() { Columns = columns, Key = key, Kinds = KindsFor(key) };
    }

    /// <summary>The columns of the primary key, else of a key that identifies rows, else of one whose nulls are distinct.</summary>
    private static IReadOnlyList<string>? KeyOf(PgTable table, IReadOnlyList<ComparedColumn> columns)
        => new[] { table.PrimaryKey }.Concat(table.UniqueKeys.OrderByDescending(key => key.IdentifiesRows)).OfType<PgKey>()
            .FirstOrDefault(key => key.Columns.All(name => columns.Any(column => column.Name == name)))?.Columns;

    private static IReadOnlyList<BucketKind> KindsFor(IReadOnlyList<ComparedColumn> key)
    {
        if (key.Count == 0) return [BucketKind.RowHash];
        if (key[0].IsInteger) return [BucketKind.KeyRange, BucketKind.KeyHash, BucketKind.RowHash];
        return key.Any(column => column.IsHashedCheaply) && !key.All(column => column.IsHashedCheaply)
            ? [BucketKind.KeyPart, BucketKind.KeyHash, BucketKind.RowHash]
            : [BucketKind.KeyHash, BucketKind.RowHash];
    }
}
