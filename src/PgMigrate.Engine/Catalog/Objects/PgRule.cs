namespace PgMigrate.Engine.Catalog;

/// <summary>One rewrite rule of a table or a view; the one that makes a view what it is belongs to the view.</summary>
public sealed record PgRule : PgObject
{
    public required QualifiedName Table { get; init; }

    /// <summary>As <c>pg_get_ruledef</c> prints it, with its semicolon: without its state.</summary>
    public required string Definition { get; init; }

    public required TriggerEnabledState EnabledState { get; init; }
}
