namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The project lets programs in that do not encrypt. Supabase requires enforcement of HIPAA projects.</summary>
internal sealed class SslNotEnforced : PlatformCheck
{
    public override string Name => "ssl_not_enforced";

    protected override string Asks => "Whether the project refuses connections that are not encrypted";

    public override async Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"/v1/projects/{project.Ref}/ssl-enforcement", cancellationToken).ConfigureAwait(false);
        var isEnforced = answer.Boolean("currentConfig", "database");
        return isEnforced ? [] : [Finding(
            FindingSeverity.Error,
            project.Ref,
            "The project lets programs in that do not encrypt.",
            "Enforce SSL in the project's database settings; the database restarts.")];
    }
}
