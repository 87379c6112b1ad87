namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Something between the user and the host, which no API tells: it is always listed as not checked.</summary>
internal sealed class HostAgreement(string name, string asks) : PlatformCheck
{
    public override string Name => name;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    protected override string Asks => asks;

    protected override string WhereToLook => "Look in the host's dashboard and in your contract.";

    public override Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
        => Task.FromResult(Question());
}
