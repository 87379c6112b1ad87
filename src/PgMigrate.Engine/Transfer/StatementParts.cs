using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>The work of an entry that has statements instead of rows.</summary>
/// <param name="Parts">What executes them.</param>
/// <param name="AreOrdered">Whether each part needs the one before it.</param>
/// <param name="Finish">What comes when all are done.</param>
internal sealed record StatementParts(IReadOnlyList<Job> Parts, bool AreOrdered, Func<CancellationToken, Task> Finish)
{
    /// <summary>The destination's table that they fill; null where they are about anything.</summary>
    public PgTable? Table { get; init; }
}
