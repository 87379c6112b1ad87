namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The project can be restored to its daily backups only. Supabase requires recovery to any point in time of HIPAA projects.</summary>
internal sealed class PitrNotEnabled : PlatformCheck
{
    public override string Name => "pitr_not_enabled";

    protected override string Asks => "Whether the project can be restored to any point in time";

    public override async Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"/v1/projects/{project.Ref}/database/backups", cancellationToken).ConfigureAwait(false);
        return answer.Boolean("pitr_enabled") ? [] : [Finding(
            project.RequiredForHipaa,
            project.Ref,
            "The project can be restored to its last daily backup only.",
            "Add point-in-time recovery to the project; it needs a Small compute at least.")];
    }
}
