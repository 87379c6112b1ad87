namespace PgMigrate.Engine.Runbook;

/// <summary>Keeps whole migrations, so that another process can go on with them and take them back.</summary>
internal interface IRunbookJournal
{
    /// <summary>The file; null where the destination keeps it.</summary>
    string? Path { get; }

    /// <summary>Every migration that it knows, newest first. A journal that is not there knows none, and is not made.</summary>
    Task<IReadOnlyList<RunbookState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a migration as it stands, down to the disk.</summary>
    Task SaveAsync(RunbookState state, CancellationToken cancellationToken);

    /// <summary>Forgets a migration.</summary>
    Task RemoveAsync(Guid id, CancellationToken cancellationToken);
}
