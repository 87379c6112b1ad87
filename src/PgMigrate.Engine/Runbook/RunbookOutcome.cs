namespace PgMigrate.Engine.Runbook;

/// <summary>Reads the failure of a migration's record.</summary>
public static class RunbookOutcome
{
    /// <summary>What ended it early; null where nothing did.</summary>
    public static MigrationException? FailureOf(DatabaseMigration migration) => migration.Error;
}
