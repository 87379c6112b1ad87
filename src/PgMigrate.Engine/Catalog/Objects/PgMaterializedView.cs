namespace PgMigrate.Engine.Catalog;

/// <summary>One materialized view.</summary>
public sealed record PgMaterializedView : PgQueryRelation
{
    /// <summary>The storage parameters of its TOAST table, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ToastOptions { get; init; } = [];

    /// <summary>The tablespace; null for the database's own.</summary>
    public string? Tablespace { get; init; }

    /// <summary>The table access method, such as <c>heap</c>.</summary>
    public required string AccessMethod { get; init; }

    /// <summary>Whether it holds its query's rows; it can't be read otherwise.</summary>
    public bool IsPopulated { get; init; }

    public ReplicaIdentity ReplicaIdentity { get; init; }
}
