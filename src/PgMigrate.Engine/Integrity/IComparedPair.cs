namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows at both ends, and what can be asked of both together.</summary>
internal interface IComparedPair
{
    IComparedRows Source { get; }

    IComparedRows Destination { get; }

    /// <summary>The columns that are compared, in the order in which values are read.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The key's columns; empty where there is none.</summary>
    IReadOnlyList<string> Key { get; }

    /// <summary>What rows are divided by, the cheapest first.</summary>
    IReadOnlyList<BucketKind> Kinds { get; }

    /// <summary>Writes the statements that repair the destination; null where it is no database that has such.</summary>
    RepairStatements? Repair { get; }

    Task<(long Source, long Destination)> CountAsync(CancellationToken cancellationToken);

    /// <summary>How to divide all rows into about two to the power of so many buckets.</summary>
    Task<BucketScheme> ChooseSchemeAsync(int bits, CancellationToken cancellationToken);

    /// <summary>Compares so many rows, chosen by the hash of their key with the seed: those that differ, and how many were compared.</summary>
    Task<(IReadOnlyList<RowMismatch> Rows, long Compared)> SampleAsync(int size, long seed, CancellationToken cancellationToken);

    /// <summary>The figures of each column at both ends; empty where the ends have none.</summary>
    Task<IReadOnlyList<ColumnIntegrity>> ReadColumnsAsync(CancellationToken cancellationToken);
}
