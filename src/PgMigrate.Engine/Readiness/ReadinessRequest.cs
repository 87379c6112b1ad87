using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>Which migration is assessed before anything moves, and for what.</summary>
public sealed record ReadinessRequest
{
    public required DatabaseEndpoint Source { get; init; }

    /// <summary>Null to assess the source alone.</summary>
    public DatabaseEndpoint? Destination { get; init; }

    /// <summary>The tables that shall be copied.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>The extensions that shall be left out, with all that needs them, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeExtensions { get; init; } = [];

    /// <summary>Everything shall be left to the destination's role.</summary>
    public bool NoOwner { get; init; }

    /// <summary>GRANT and REVOKE shall be left out.</summary>
    public bool NoPrivileges { get; init; }

    /// <summary>The missing roles shall be made.</summary>
    public bool IncludeRoles { get; init; }

    /// <summary>Whose rules the destination follows; null where that is found out.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>The number of connections that shall copy at the same time, on each side; null for what a copy has by itself.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>How long to wait for a table of the source that another session holds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The checks to make, by name and wildcard; none for all.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>The checks to leave out, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeChecks { get; init; } = [];

    /// <summary>Nothing is read or written to find out how long it would take.</summary>
    public bool SkipMeasurement { get; init; }

    /// <summary>From what age on an open transaction is told.</summary>
    internal TimeSpan LongTransactionAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The copy that is assessed. Without a destination the source stands in for it, and only what concerns the source may be asked of it.</summary>
    internal DatabaseCopyRequest Copy
    {
        get
        {
            var copy = new DatabaseCopyRequest
            {
                Source = Source,
                Destination = Destination ?? Source,
                Selection = Selection,
                ExcludeExtensions = ExcludeExtensions,
                NoOwner = NoOwner,
                NoPrivileges = NoPrivileges,
                IncludeRoles = IncludeRoles,
                DestinationHost = DestinationHost,
                InferTypes = InferTypes,
                IdentifierCase = IdentifierCase,
                LockTimeout = LockTimeout,
            };
            return ThrottleLimit is { } limit ? copy with { ThrottleLimit = limit } : copy;
        }
    }
}
