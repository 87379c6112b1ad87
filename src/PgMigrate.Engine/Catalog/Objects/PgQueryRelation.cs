namespace PgMigrate.Engine.Catalog;

/// <summary>A relation that a query defines: a view or a materialized view.</summary>
public abstract record PgQueryRelation : PgRelation
{
    /// <summary>Its ON SELECT rule, which is its query: what the query needs depends on this, not on the relation.</summary>
    public required ObjectAddress Rule { get; init; }

    /// <summary>The query as <c>pg_get_viewdef</c> prints it, without the semicolon.</summary>
    public required string Query { get; init; }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<PgColumn> Columns { get; init; } = [];

    /// <summary>Options such as <c>security_barrier</c> or storage parameters, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
