namespace PgMigrate.Engine.Supabase;

/// <summary>What to apply, or to take back, and where.</summary>
public sealed record MigrationRunRequest
{
    public required DatabaseEndpoint Database { get; init; }

    /// <summary>The project's folder, or the folder of its migrations.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Only these of the pending migrations; to undo, the version down to which, itself included. None: all that are pending, or the last one.
    /// </summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Whether files older than the last applied version are applied, too.</summary>
    public bool IncludeAll { get; init; }

    /// <summary>Whether the seeds that were not run yet are run after the migrations.</summary>
    public bool IncludeSeeds { get; init; }

    /// <summary>Whether roles.sql is run before the migrations.</summary>
    public bool IncludeRoles { get; init; }

    /// <summary>Whether applied migrations are taken back.</summary>
    public bool Undo { get; init; }

    /// <summary>Whether the files after one that failed are run.</summary>
    public ObjectFailureAction OnError { get; init; }

    /// <exception cref="MigrationException">ParametersConflict.</exception>
    public void Validate()
    {
        if (!Undo) return;
        if (IncludeAll || IncludeSeeds || IncludeRoles) throw Conflict("-Undo takes migrations back, and -IncludeAll, -IncludeSeed and -IncludeRole are about applying them.");
        if (Versions.Count > 1) throw Conflict("-Undo takes back everything down to one version.");
        if (OnError == ObjectFailureAction.Continue) throw Conflict("-Undo ends at the first failure: what is older can't be taken back before what is newer.");
    }

    private static MigrationException Conflict(string what) => new("ParametersConflict", MigrationErrorCategory.InvalidArgument, what)
    {
        Remedy = "Leave out one of the parameters.",
    };
}
