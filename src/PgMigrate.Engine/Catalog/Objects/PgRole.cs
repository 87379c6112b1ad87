namespace PgMigrate.Engine.Catalog;

/// <summary>One role of the cluster, without its password.</summary>
public sealed record PgRole
{
    public required string Name { get; init; }

    public bool IsSuperuser { get; init; }

    /// <summary>Whether it has the rights of the roles that it is a member of, unless a membership says otherwise (PostgreSQL 16).</summary>
    public bool Inherits { get; init; }

    public bool CanCreateRoles { get; init; }

    public bool CanCreateDatabases { get; init; }

    public bool CanLogin { get; init; }

    public bool CanReplicate { get; init; }

    public bool BypassesRowSecurity { get; init; }

    /// <summary>The most connections at a time; -1 for no limit.</summary>
    public int ConnectionLimit { get; init; } = -1;

    /// <summary>When its password ends, as the server prints it; null where it does not.</summary>
    public string? ValidUntil { get; init; }

    public string? Comment { get; init; }

    /// <summary>The security labels with their providers, in the providers' order.</summary>
    public IReadOnlyList<PgRoleLabel> SecurityLabels { get; init; } = [];

    /// <summary>ALTER ROLE … SET for every database, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The roles that it is a member of, by name and grantor.</summary>
    public IReadOnlyList<PgMembership> Memberships { get; init; } = [];

    /// <summary>Whether every cluster of a version has it from the start: its name begins in a way that no user's may.</summary>
    public static bool IsPredefined(string name) => name.StartsWith("pg_", StringComparison.Ordinal);

    public override string ToString() => Name;
}
