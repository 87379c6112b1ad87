namespace PgMigrate.Engine.Integrity;

/// <summary>What puts a row into one bucket of many: the same at both ends.</summary>
internal enum BucketKind
{
    /// <summary>The upper bits of the key's first column, an integer: a bucket is a range of it, which an index finds.</summary>
    KeyRange,

    /// <summary>The hash of those of the key's columns that are hashed cheaply.</summary>
    KeyPart,

    /// <summary>The hash of the whole key.</summary>
    KeyHash,

    /// <summary>The hash of the row, where there is no key, or where many rows share one.</summary>
    RowHash,
}
