using System.Text.RegularExpressions;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a host makes and keeps in each of its databases, and where it wants the user's things.</summary>
internal sealed partial record HostProfile
{
    public required DatabaseProvider Host { get; init; }

    /// <summary>What the host is called in messages.</summary>
    public string Name => Host.ToString();

    /// <summary>Whether the host, and not the user, gives out roles: what belongs to a role that is not there is left to the one that restores.</summary>
    public bool IsHosted { get; init; }

    /// <summary>The schemas that the host makes itself.</summary>
    public IReadOnlySet<string> Schemas { get; init; } = new HashSet<string>();

    /// <summary>Those of them whose rows are the user's, such as the accounts of an application.</summary>
    public IReadOnlySet<string> SchemasOfRows { get; init; } = new HashSet<string>();

    /// <summary>The tables in those whose rows are the host's all the same.</summary>
    public IReadOnlySet<QualifiedName> OwnRows { get; init; } = new HashSet<QualifiedName>();

    /// <summary>The extensions that the host puts into each database, used or not.</summary>
    public IReadOnlySet<string> Extensions { get; init; } = new HashSet<string>();

    /// <summary>Where extensions belong that are in <c>public</c> elsewhere; null where they stay.</summary>
    public string? ExtensionSchema { get; init; }

    /// <summary>The publications that the host makes itself.</summary>
    public IReadOnlySet<string> Publications { get; init; } = new HashSet<string>();

    /// <summary>The roles in whose names the host's own API reads and writes.</summary>
    public IReadOnlyList<string> ApiRoles { get; init; } = [];

    /// <summary>The names of the roles that the host makes itself.</summary>
    private Regex? RoleNames { get; init; }

    /// <summary>A server of one's own.</summary>
    public static HostProfile Plain { get; } = new() { Host = DatabaseProvider.Other };

    /// <summary>Supabase (supabase/cli, pkg/migration/dump.go; supabase/postgres, its tests' expected schemas, roles and publications).</summary>
    public static HostProfile Supabase { get; } = new()
    {
        Host = DatabaseProvider.Supabase,
        IsHosted = true,
        Schemas = new HashSet<string>
        {
            "_analytics", "_realtime", "_supavisor", "auth", "extensions", "graphql", "graphql_public", "pgbouncer", "pgsodium", "pgsodium_masks", "pgtle",
            "realtime", "storage", "supabase_functions", "vault",
        },
        SchemasOfRows = new HashSet<string> { "auth", "storage", "supabase_functions" },
        OwnRows = new HashSet<QualifiedName> { new("auth", "schema_migrations"), new("storage", "migrations"), new("supabase_functions", "migrations") },
        Extensions = new HashSet<string> { "pg_graphql", "pg_net", "pg_stat_statements", "pgcrypto", "pgjwt", "pgsodium", "supabase_vault", "uuid-ossp" },
        ExtensionSchema = "extensions",
        Publications = new HashSet<string> { "supabase_realtime", "supabase_realtime_messages_publication" },
        ApiRoles = ["anon", "authenticated", "service_role"],
        RoleNames = SupabaseRole(),
    };

    public static HostProfile Render { get; } = new() { Host = DatabaseProvider.Render, IsHosted = true };

    public static HostProfile Neon { get; } = new() { Host = DatabaseProvider.Neon, IsHosted = true, RoleNames = NeonRole() };

    public static HostProfile Of(DatabaseProvider host) => host switch
    {
        DatabaseProvider.Supabase => Supabase,
        DatabaseProvider.Render => Render,
        DatabaseProvider.Neon => Neon,
        _ => Plain,
    };

    /// <summary>Whether the host makes the role itself.</summary>
    public bool HasRole(string name) => RoleNames?.IsMatch(name) ?? false;

    /// <summary>
    /// Whether what a role owns or was granted at the source is left to others, or out, where the role is not at this destination: hosts give
    /// out roles, not users.
    /// </summary>
    /// <param name="role">The source's role.</param>
    /// <param name="source">Where the source is.</param>
    /// <param name="areMade">Whether the roles that are missing are made.</param>
    public bool IsStrange(string role, HostProfile source, bool areMade) => source.HasRole(role) ? !areMade || !source.ApiRoles.Contains(role) : IsHosted && !areMade;

    [GeneratedRegex("^(anon|authenticated|authenticator|cli_login_.*|dashboard_user|pgbouncer|postgres|service_role|supabase_.*|pgsodium_key.*|pgtle_admin)$")]
    private static partial Regex SupabaseRole();

    [GeneratedRegex("^(neon_superuser|cloud_admin)$")]
    private static partial Regex NeonRole();
}
