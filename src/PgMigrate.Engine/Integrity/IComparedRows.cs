namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows at one end, as a comparison asks for them. What it asks for is read in the end's one snapshot.</summary>
internal interface IComparedRows
{
    /// <summary>The checksum of each bucket that has rows.</summary>
    Task<IReadOnlyDictionary<long, RowSetChecksum>> SumAsync(BucketScheme scheme, RowScope scope, CancellationToken cancellationToken);

    /// <summary>Every row of the scope, by its key where it has one; rows that are the same are one, with their number.</summary>
    Task<IReadOnlyList<RowDigest>> DigestAsync(RowScope scope, CancellationToken cancellationToken);

    /// <summary>The values of rows, column by column, for those that are there; long ones shortened to about so many bytes.</summary>
    Task<IReadOnlyDictionary<RowDigest, IReadOnlyList<FieldText>>> ReadAsync(
        IReadOnlyList<RowDigest> rows, int longest, CancellationToken cancellationToken);
}
