namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Every address of the internet may try to connect. Supabase requires restrictions of HIPAA projects.</summary>
internal sealed class NetworkRestrictionsNotSet : PlatformCheck
{
    public override string Name => "network_restrictions_not_set";

    protected override string Asks => "Whether the project lets only known addresses connect";

    // What is asked for and not yet applied guards nothing: the config in force is then the old one.
    public override async Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"/v1/projects/{project.Ref}/network-restrictions", cancellationToken).ConfigureAwait(false);
        if (answer.Text("status") is "stored")
        {
            return [Finding(
                FindingSeverity.Warning, project.Ref, "Network restrictions are stored and not applied yet.", "Ask again when the project has applied them.")];
        }

        string[] open = [.. answer.Texts("config", "dbAllowedCidrs").Concat(answer.Texts("config", "dbAllowedCidrsV6")).Where(range => range is "0.0.0.0/0" or "::/0")];
        return open.Length == 0 ? [] : [Finding(
            project.RequiredForHipaa,
            project.Ref,
            $"The project lets every address connect ({string.Join(", ", open)}).",
            "Restrict the project's network to the addresses of your programs.")];
    }
}
