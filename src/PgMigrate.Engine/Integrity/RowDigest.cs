namespace PgMigrate.Engine.Integrity;

/// <summary>One row, or several that are the same.</summary>
/// <param name="Key">The key's values as COPY's text has them, with tabs between; null where rows are told apart by their hash alone.</param>
/// <param name="Hash">The row's hash.</param>
/// <param name="Count">How often it is there.</param>
internal sealed record RowDigest(string? Key, RowHash Hash, long Count)
{
    /// <summary>Whether a part of the key is NULL, so that it may be several rows' key.</summary>
    public bool HasNullKey => Key is not null && Key.Split('\t').Contains(CopyTextLine.Null);
}
