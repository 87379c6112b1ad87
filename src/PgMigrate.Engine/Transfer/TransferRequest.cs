using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What every transfer has: from where to where, of what, and how.</summary>
public abstract record TransferRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The tables to copy.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

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

    /// <summary>Removes the journal when everything has arrived.</summary>
    public bool RemoveJournal { get; init; }

    /// <summary>Leaves the planner's statistics to autovacuum or to a later ANALYZE, as pg_restore does.</summary>
    public bool SkipAnalyze { get; init; }

    public BadRowAction OnBadRow { get; init; }

    /// <summary>The folder for reject files.</summary>
    public string RejectFolder { get; init; } = ".";

    /// <summary>Lets values of a SQLite source that are all UUIDs or all JSON become uuid and jsonb.</summary>
    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>How long to try to reach an end again that was lost in mid-run; zero to end the run at once.</summary>
    public TimeSpan ReconnectTimeout { get; init; }

    /// <summary>How long to wait for a table of the source that another session holds, or waits to alter.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses what contradicts itself, before anything is opened.</summary>
    /// <exception cref="MigrationException">ParametersConflict.</exception>
    public virtual void Validate()
    {
        if (Resume && Restart)
        {
            throw Conflict(nameof(Resume), "-Resume and -Restart exclude each other.", "Say -Resume to go on, or -Restart to forget the unfinished run.");
        }
    }

    internal static MigrationException Conflict(string parameter, string message, string remedy)
        => new("ParametersConflict", MigrationErrorCategory.InvalidArgument, message) { Subject = parameter, Remedy = remedy };

    /// <summary>What is done, for the progress of the run.</summary>
    internal abstract string Activity { get; }

    /// <summary>Whether the source's entries make the tables, instead of finding them at the destination.</summary>
    internal abstract bool CreatesTables { get; }

    /// <summary>What becomes of rows that are there.</summary>
    internal abstract CopyMode RowMode { get; }

    /// <summary>What to do about a table that has rows already, in the words of the command.</summary>
    internal abstract string RemedyForRows { get; }

    /// <summary>The schema that all rows go to; null for the source's own.</summary>
    internal virtual string? RowSchema => null;

    /// <summary>Whether a numbered column's sequence is set after the rows, because no entry of the source says where it stands.</summary>
    internal abstract bool AdvancesSequences { get; }

    /// <summary>Whether what becomes of a table's indexes and constraints is told as the table's own fate.</summary>
    internal abstract bool TellsEntriesByTable { get; }

    /// <summary>What a resumed run must ask for again, in the words of the command.</summary>
    internal abstract string Settings { get; }

    /// <summary>Whether even triggers rest that fire while session_replication_role is <c>replica</c>, and a role that can't do that is refused.</summary>
    internal virtual bool RestsTriggers => false;

    /// <summary>Whether all is brought in one transaction, without a journal.</summary>
    internal virtual bool IsSingleTransaction => false;

    /// <summary>Whether what a run with those settings brought is where and what this request asks for.</summary>
    internal virtual bool Covers(string settings) => settings == Settings;
}
