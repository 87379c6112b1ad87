namespace PgMigrate;

/// <summary>One thing that an assessment of a database found. A database that passes a check has no finding of it.</summary>
public sealed record AssessmentFinding
{
    /// <summary>The check's stable name, such as <c>rls_disabled_in_public</c>. Supabase's lints keep the names that Supabase gave them.</summary>
    public required string Check { get; init; }

    public required FindingSeverity Severity { get; init; }

    /// <summary>What it concerns, such as a table, a function, a role or a setting.</summary>
    public required string Object { get; init; }

    /// <summary>What is so and why it matters, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>What to do about it, in one sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>SQL that does it, where one statement does. It is offered and never run.</summary>
    public string? Statement { get; init; }

    /// <summary>The database that was looked at, without its password.</summary>
    public string? Database { get; init; }

    public override string ToString() => $"{Severity} {Check} {Object}: {What} {Remedy}";
}
