namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>One way to violate a check: SQL that does it, what is found then, and what makes the database comply again.</summary>
public sealed record LintCase
{
    /// <summary>The lint's public name.</summary>
    public required string Check { get; init; }

    /// <summary>Its public level.</summary>
    public required FindingSeverity Level { get; init; }

    /// <summary>SQL that also makes what looks alike and complies.</summary>
    public required string Violation { get; init; }

    /// <summary>What is found, in order.</summary>
    public required string[] Objects { get; init; }

    /// <summary>SQL that makes the database comply; null where the findings' own statements do.</summary>
    public string? Repair { get; init; }

    /// <summary>Whether all of that SQL needs the platform's superuser.</summary>
    public bool AsAdmin { get; init; }
}
