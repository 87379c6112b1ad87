namespace PgMigrate;

/// <summary>What a database is held against.</summary>
public enum ComplianceStandard
{
    /// <summary>The lints of Supabase's database linter, and what else anon and authenticated can reach.</summary>
    Supabase,

    /// <summary>What the HIPAA Security Rule asks of access, audit and transmission (45 CFR 164.312), as far as a database shows it.</summary>
    Hipaa,
}
