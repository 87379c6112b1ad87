namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Somebody can manage the project with a password alone.</summary>
internal sealed class OrganizationMfaMissing : PlatformCheck
{
    public override string Name => "organization_mfa_missing";

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    protected override string Asks => "Whether every member of the organization has a second factor";

    public override async Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
    {
        using var members = await api.GetAsync($"/v1/organizations/{Uri.EscapeDataString(project.Organization)}/members", cancellationToken).ConfigureAwait(false);
        return
        [
            .. from member in members.Items()
               where !member.Boolean("mfa_enabled")
               select Finding(
                   FindingSeverity.Error,
                   member.Text("user_name") ?? member.Text("user_id") ?? "member",
                   "The member of the organization has no second factor, so that a password alone opens the project.",
                   "Let the organization require multi-factor authentication."),
        ];
    }
}
