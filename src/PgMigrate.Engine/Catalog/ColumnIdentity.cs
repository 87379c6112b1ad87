namespace PgMigrate.Engine.Catalog;

/// <summary>Whether and how a column is an identity column (pg_attribute.attidentity).</summary>
public enum ColumnIdentity
{
    None,

    /// <summary>GENERATED ALWAYS; an INSERT with a value needs OVERRIDING SYSTEM VALUE, COPY does not.</summary>
    Always,
    ByDefault,
}
