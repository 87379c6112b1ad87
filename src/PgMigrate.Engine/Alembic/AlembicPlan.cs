namespace PgMigrate.Engine.Alembic;

/// <summary>What an upgrade would do, learned without changing anything.</summary>
public sealed record AlembicPlan
{
    /// <summary>What Alembic is told to upgrade to.</summary>
    public required string Revision { get; init; }

    /// <summary>The newest revisions of the project: one for each branch.</summary>
    public required IReadOnlyList<string> Heads { get; init; }

    /// <summary>The revisions that the database is at; none where it has no table of them.</summary>
    public required IReadOnlyList<string> Current { get; init; }

    /// <summary>The upgrade in words, such as <c>Run alembic upgrade heads (from nothing to 1f2e)</c>.</summary>
    public override string ToString()
        => $"Run alembic upgrade {Revision} (from {(Current.Count == 0 ? "nothing" : string.Join(", ", Current))}; the project's heads: {string.Join(", ", Heads)})";
}
