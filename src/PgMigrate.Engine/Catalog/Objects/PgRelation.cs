namespace PgMigrate.Engine.Catalog;

/// <summary>What pg_class describes: a table, a sequence, a view.</summary>
public abstract record PgRelation : PgObject
{
    public uint Oid => Address.Oid;

    public QualifiedName QualifiedName => new(Schema, Name);

    public sealed override string ToString() => $"{Schema}.{Name}";
}
