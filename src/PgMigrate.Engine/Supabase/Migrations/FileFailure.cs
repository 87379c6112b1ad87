namespace PgMigrate.Engine.Supabase;

/// <summary>Why a file failed, and what of it stays.</summary>
/// <param name="Error">What the server or the driver said.</param>
/// <param name="Statement">The statement that failed; null where none did.</param>
/// <param name="Phase">What was done when it failed.</param>
internal sealed record FileFailure(Exception Error, MigrationStatement? Statement, FilePhase Phase)
{
    /// <summary>How many of the file's statements are in effect, from the first on.</summary>
    public int Staying { get; init; }

    /// <summary>Whether the file ran in one transaction.</summary>
    public bool WasInTransaction { get; init; }
}
