using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Supabase.Compliance;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate compliance</c>: holds a database against Supabase's lints and HIPAA's safeguards.</summary>
internal sealed class ComplianceCommand : Command
{
    private readonly EndpointArgument database = new("database", "The database.");

    private readonly Option<ComplianceStandard?> standard = new("--standard")
    {
        Description = "Hold it against this standard only.",
        HelpName = "supabase|hipaa",
    };

    private readonly Option<string[]> exposedSchema = new("--exposed-schema")
    {
        Description = "A schema that the Data API serves; without it the database or the project is asked. May be repeated.",
        HelpName = "name",
    };

    private readonly Option<string?> token = new("--token")
    {
        Description = "A token for Supabase's Management API, to check what only it knows: env:NAME.",
        HelpName = "env:NAME",
    };

    private readonly Option<string?> projectRef = new("--project-ref")
    {
        Description = "The project's reference, where the endpoint does not say it.",
        HelpName = "ref",
    };

    private readonly Option<string?> apiUrl = new("--api-url") { Description = "Another address of the Management API.", HelpName = "url" };

    private readonly Option<FindingSeverity> failOn = new("--fail-on")
    {
        Description = "Exit with 1 from this severity on: error (the default) or warning.",
        HelpName = "error|warning",
        DefaultValueFactory = _ => FindingSeverity.Error,
    };

    private readonly ReportOption report = new();

    private readonly Option<bool> verbose = new("--verbose") { Description = "Say what is done and why, on the standard error." };

    public ComplianceCommand(Terminal terminal)
        : base("compliance", "Holds a database against Supabase's lints and HIPAA's safeguards, and exits with 1 where it fails.")
    {
        standard.AcceptNames();
        failOn.AcceptNames();
        Add(database);
        foreach (var option in new Option[] { standard, exposedSchema, token, projectRef, apiUrl, failOn, report, verbose }) Add(option);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (parsed.GetValue(verbose) ? terminal.Talkative() : terminal, Read(parsed));
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, parsed.GetValue(failOn), items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, ComplianceRequest request, FindingSeverity failOn, List<object> items, CancellationToken cancellationToken)
    {
        var findings = new List<AssessmentFinding>();
        await terminal.WatchAsync("Looking at the database", async view =>
        {
            await foreach (var finding in ComplianceTest.RunAsync(request, view, cancellationToken)) findings.Add(finding);
        });
        var verdict = new AssessmentVerdict(failOn);
        foreach (var finding in findings)
        {
            verdict.Add(finding);
            items.Add(finding);
            FindingReport.Write(terminal, finding);
        }

        terminal.Line($"{verdict}.");
        return verdict.IsFailed ? ExitCode.Different : ExitCode.Ok;
    }

    private ComplianceRequest Read(ParseResult parsed)
    {
        var request = new ComplianceRequest
        {
            Database = database.Read(parsed),
            Standards = parsed.GetValue(standard) is { } one ? [one] : [],
            ExposedSchemas = parsed.GetValue(exposedSchema) ?? [],
            Token = parsed.GetValue(token) is { } reference ? SecretText.Read(reference) : null,
            ProjectRef = parsed.GetValue(projectRef),
        };
        if (parsed.GetValue(apiUrl) is not { } url) return request;
        return Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? request with { ApiAddress = address }
            : throw new MigrationException("ParametersConflict", MigrationErrorCategory.InvalidArgument, "-ApiUrl is no address.");
    }
}
