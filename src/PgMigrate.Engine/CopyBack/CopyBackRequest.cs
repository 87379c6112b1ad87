using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Which database is to get back what was written to another since the switch.</summary>
public sealed record CopyBackRequest
{
    /// <summary>The new PostgreSQL database, which has the newer rows. It is only read.</summary>
    public required DatabaseEndpoint From { get; init; }

    /// <summary>The old database, which gets them: PostgreSQL or a SQLite file.</summary>
    public required DatabaseEndpoint To { get; init; }

    /// <summary>The old database's tables that get their rows back: those that were migrated.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>How names of a SQLite file were written when its tables were created in the new database.</summary>
    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>Whether the migration looked into text columns for their types.</summary>
    public bool InferTypes { get; init; }

    /// <summary>The number of tables that are compared at the same time, and of reading connections to each end.</summary>
    public int ThrottleLimit { get; init; } = 2;

    internal SourceSelection OldSelection => new()
    {
        Filter = new(Selection),
        InferTypes = InferTypes,
        IdentifierCase = IdentifierCase,
    };
}
