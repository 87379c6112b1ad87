using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What to copy, from where to where, and how.</summary>
public sealed record TableCopyRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The tables to copy.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>The destination's schema; null for the source's own (<c>public</c> for SQLite).</summary>
    public string? DestinationSchema { get; init; }

    public CopyMode Mode { get; init; }

    /// <summary>The most rows that one transaction brings; null to let the size of the rows decide.</summary>
    public long? BatchSize { get; init; }

    /// <summary>The number of connections that copy at the same time, on each side.</summary>
    public int ThrottleLimit { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Continues the unfinished run that the journal remembers.</summary>
    public bool Resume { get; init; }

    /// <summary>Forgets what the journal remembers of this source and starts anew.</summary>
    public bool Restart { get; init; }

    /// <summary>The SQLite file that holds the journal; null to keep it in the destination's schema pgmigrate.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Removes the journal when every table has arrived.</summary>
    public bool RemoveJournal { get; init; }

    /// <summary>Leaves the planner's statistics to autovacuum or to a later ANALYZE, as pg_restore does.</summary>
    public bool SkipAnalyze { get; init; }

    public BadRowAction OnBadRow { get; init; }

    /// <summary>The folder for reject files.</summary>
    public string RejectFolder { get; init; } = ".";

    /// <summary>Creates the tables of a SQLite source in the destination, with keys, indexes and constraints.</summary>
    public bool CreateTable { get; init; }

    /// <summary>Lets values of a SQLite source that are all UUIDs or all JSON become uuid and jsonb.</summary>
    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }
}
