namespace PgMigrate.Probe;

/// <summary>Exceptions as the engine throws them.</summary>
public static class Failures
{
    public static MigrationException WithRemedy(string remedy)
        => new("DestinationNotEmpty", MigrationErrorCategory.ResourceExists, "The table has rows already.") { Remedy = remedy };
}
