using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What Supabase's own security advisor says beyond the lints that are made over SQL, such as of the authentication server.</summary>
internal sealed class SecurityAdvisor : PlatformCheck
{
    private static readonly HashSet<string> MadeHere =
    [
        .. ComplianceChecks.Lints.Select(lint => lint.Name),
        "ssl_not_enforced", "network_restrictions_not_set", "pitr_not_enabled", "log_connections_not_enabled",
    ];

    public override string Name => "security_advisor";

    protected override string Asks => "What the security advisor says of passwords, one-time codes, leaked keys and the server's version";

    public override async Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"/v1/projects/{project.Ref}/advisors/security", cancellationToken).ConfigureAwait(false);
        return
        [
            .. from lint in answer.Items("lints")
               let name = lint.Text("name") ?? Name
               where !MadeHere.Contains(name)
               select Finding(Severity(lint), Subject(lint) ?? project.Ref, lint.Text("detail") ?? lint.Text("title") ?? name, $"See {lint.Text("remediation")}.") with { Check = name },
        ];
    }

    private static FindingSeverity Severity(ApiAnswer lint) => lint.Text("level") switch
    {
        "ERROR" => FindingSeverity.Error,
        "WARN" => FindingSeverity.Warning,
        _ => FindingSeverity.Information,
    };

    private static string? Subject(ApiAnswer lint)
        => lint.Text("metadata", "name") is { } name ? SqlText.Name(lint.Text("metadata", "schema"), name) : lint.Text("metadata", "entity");
}
