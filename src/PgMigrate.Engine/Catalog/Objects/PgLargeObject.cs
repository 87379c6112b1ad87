using System.Globalization;

namespace PgMigrate.Engine.Catalog;

/// <summary>One large object, without its bytes: its name is its OID, by which tables refer to it.</summary>
public sealed record PgLargeObject : PgObject
{
    /// <summary>The large object of an OID, which stays the same in every copy.</summary>
    public static PgLargeObject Of(uint oid, string owner) => new()
    {
        Address = new(SystemCatalog.LargeObject, oid),
        Name = oid.ToString(CultureInfo.InvariantCulture),
        Owner = owner,
    };
}
