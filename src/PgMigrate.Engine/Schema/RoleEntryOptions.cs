namespace PgMigrate.Engine.Schema;

/// <summary>How roles are written for a destination.</summary>
internal sealed record RoleEntryOptions
{
    /// <summary>
    /// Whether a superuser restores them. Nobody else may so much as say NOSUPERUSER in ALTER ROLE (PostgreSQL, user.c, AlterRole): where this
    /// is false, what only a superuser may give or name is left out.
    /// </summary>
    public bool AsSuperuser { get; init; } = true;

    /// <summary>Whether GRANTED BY names who granted a membership, where that role is known at the destination.</summary>
    public bool WithGrantors { get; init; } = true;
}
