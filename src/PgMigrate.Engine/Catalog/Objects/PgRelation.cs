namespace PgMigrate.Engine.Catalog;

/// <summary>What pg_class describes: a table, a sequence, a view.</summary>
public abstract record PgRelation : PgObject
{
    /// <summary>The schema that it is in.</summary>
    public new required string Schema
    {
        get => base.Schema!;
        init => base.Schema = value;
    }

    public uint Oid => Address.Oid;

    public QualifiedName QualifiedName => new(Schema, Name);

    public sealed override string ToString() => $"{Schema}.{Name}";
}
