namespace PgMigrate.Engine.Sandbox;

/// <summary>What sort of throw-away server to start.</summary>
public sealed record SandboxOptions
{
    /// <summary>PostgreSQL's version, <c>16</c> or <c>16.4</c>; null for the newest at hand.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// The folder to make the server in, absent or empty; null for one in the temporary folder. It is deleted when the server stops.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The folder that holds <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>; null to look for them.</summary>
    public string? BinaryPath { get; init; }

    /// <summary>Whether to imitate a Supabase project: its roles, schemas and limits. Needs PostgreSQL 15 or later.</summary>
    public bool IsSupabase { get; init; }

    /// <summary>The database to make and to name in the endpoint.</summary>
    public string DatabaseName { get; init; } = "postgres";
}
