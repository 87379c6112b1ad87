namespace PgMigrate.Engine.Catalog;

/// <summary>What a foreign key does when the row referred to changes or goes (pg_constraint.confupdtype, confdeltype).</summary>
public enum ReferentialAction
{
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}
