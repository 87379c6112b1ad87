namespace PgMigrate.Engine.Catalog;

/// <summary>One view.</summary>
public sealed record PgView : PgQueryRelation
{
    public ViewCheckOption CheckOption { get; init; }
}
