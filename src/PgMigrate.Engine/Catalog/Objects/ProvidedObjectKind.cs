namespace PgMigrate.Engine.Catalog;

/// <summary>The kinds of objects with privileges that extensions and initdb make.</summary>
public enum ProvidedObjectKind
{
    Schema,
    Language,
    Type,
    Function,
    Aggregate,
    Procedure,
    ForeignDataWrapper,
    ForeignServer,

    /// <summary>A table or view of any kind.</summary>
    Table,

    Sequence,
}
