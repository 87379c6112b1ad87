namespace PgMigrate;

/// <summary>What Alembic made of a database's schema.</summary>
public sealed record AlembicMigrationResult
{
    /// <summary>The database, without its password.</summary>
    public required string Database { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Path { get; init; }

    /// <summary>What Alembic was told to upgrade to, such as <c>heads</c>.</summary>
    public required string Revision { get; init; }

    /// <summary>The newest revisions of the project: one for each branch.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>The revisions that the database was at before.</summary>
    public IReadOnlyList<string> RevisionsBefore { get; init; } = [];

    /// <summary>The revisions that the database is at now.</summary>
    public IReadOnlyList<string> Revisions { get; init; } = [];

    /// <summary>The revisions that the source is at; null where no source was named.</summary>
    public IReadOnlyList<string>? SourceRevisions { get; init; }

    /// <summary>Whether the database is at every head of the project.</summary>
    public bool IsAtHead => Revisions.Order(StringComparer.Ordinal).SequenceEqual(Heads.Order(StringComparer.Ordinal));

    /// <summary>Whether both ends are at the same revisions; null where no source was named.</summary>
    public bool? IsMatch => SourceRevisions?.Order(StringComparer.Ordinal).SequenceEqual(Revisions.Order(StringComparer.Ordinal));

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => $"{Database}: {(Revisions.Count == 0 ? "no revision" : string.Join(", ", Revisions))}";
}
