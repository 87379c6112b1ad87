namespace PgMigrate.Engine.Switching;

/// <summary>Reads the failures of a switch's records.</summary>
public static class SwitchOutcome
{
    /// <summary>What went wrong in the place; null where nothing did.</summary>
    public static MigrationException? FailureOf(DatabaseUrlSwitch record) => record.Failure;

    /// <summary>The record itself.</summary>
    /// <exception cref="MigrationException">What went wrong in the place.</exception>
    public static DatabaseUrlSwitch ThrowIfFailed(this DatabaseUrlSwitch record) => record.Failure is null ? record : throw record.Failure;
}
