namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>A lint of Supabase's that is about speed and not about safety.</summary>
internal abstract class PerformanceCheck : ComplianceCheck
{
    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Supabase];
}
