namespace PgMigrate.Engine.Copy;

/// <summary>Rows and bytes that a COPY has moved.</summary>
internal readonly record struct CopyCount(long Rows, long Bytes)
{
    public static CopyCount operator +(CopyCount left, CopyCount right) => new(left.Rows + right.Rows, left.Bytes + right.Bytes);
}
