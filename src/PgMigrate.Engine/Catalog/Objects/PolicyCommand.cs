namespace PgMigrate.Engine.Catalog;

/// <summary>The command that a policy is for (pg_policy.polcmd).</summary>
public enum PolicyCommand
{
    All,
    Select,
    Insert,
    Update,
    Delete,
}
