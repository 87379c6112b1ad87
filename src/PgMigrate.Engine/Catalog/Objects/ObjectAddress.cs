namespace PgMigrate.Engine.Catalog;

/// <summary>Which object, as pg_depend names it: the catalog that describes it, its OID there and, for a column, its number.</summary>
public readonly record struct ObjectAddress(uint CatalogOid, uint Oid, int Part = 0)
{
    /// <summary>The object itself where this is a part of it.</summary>
    public ObjectAddress Whole => this with { Part = 0 };

    public override string ToString() => Part == 0 ? $"{CatalogOid}/{Oid}" : $"{CatalogOid}/{Oid}/{Part}";
}
