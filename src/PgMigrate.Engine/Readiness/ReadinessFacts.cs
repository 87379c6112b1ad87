using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>What the checks look at. What could not be opened or read is null, and the checks that need it are not made.</summary>
internal sealed record ReadinessFacts
{
    public required ReadinessRequest Request { get; init; }

    /// <summary>The copy that is assessed.</summary>
    public required DatabaseCopyRequest Copy { get; init; }

    /// <summary>The source's server; null where the source is a file.</summary>
    public AssessmentSession? Source { get; init; }

    /// <summary>The destination's server.</summary>
    public AssessmentSession? Destination { get; init; }

    /// <summary>Where the source is.</summary>
    public HostProfile SourceHost { get; init; } = HostProfile.Plain;

    /// <summary>Where the destination is.</summary>
    public HostProfile DestinationHost { get; init; } = HostProfile.Plain;

    /// <summary>All that the source's database has; null where it is a file.</summary>
    public PgDatabase? Database { get; init; }

    /// <summary>Where rows come from; null where it could not be opened.</summary>
    public IMigrationSource? Rows { get; init; }

    /// <summary>What would be copied, in order.</summary>
    public IReadOnlyList<TocEntry> Entries { get; init; } = [];

    /// <summary>Whether the destination's role may let triggers rest; null where nobody tried.</summary>
    public bool? CanSkipTriggers { get; init; }

    /// <summary>The servers that were reached, and what each is to the migration.</summary>
    public IEnumerable<(AssessmentSession Session, HostProfile Host, bool IsSource)> Servers
    {
        get
        {
            if (Source is not null) yield return (Source, SourceHost, true);
            if (Destination is not null) yield return (Destination, DestinationHost, false);
        }
    }

    private ObjectFilter Filter { get; init; } = ObjectFilter.Everything;

    public static ReadinessFacts Of(ReadinessRequest request) => new() { Request = request, Copy = request.Copy, Filter = new(request.Selection) };

    /// <summary>Whether the object of the source is the user's and chosen.</summary>
    public bool IsChosen(QualifiedName name) => !SourceHost.Schemas.Contains(name.Schema) && Filter.Includes(name);

    public bool IsChosen(PgRelation relation) => IsChosen(relation.QualifiedName);
}
