using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Readiness;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate readiness</c>: assesses a migration before anything moves.</summary>
internal sealed class ReadinessCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database to copy from.");
    private readonly EndpointArgument destination = new("destination", "The PostgreSQL database to copy to; without it the source is assessed alone.") { Arity = ArgumentArity.ZeroOrOne };
    private readonly SharedOptions shared = new();
    private readonly Option<DatabaseProvider?> destinationHost = new("--destination-host")
    {
        Description = "Whose rules the destination follows: supabase, render, neon, other. By default that is found out.",
        HelpName = "host",
    };

    private readonly Option<string[]> excludeExtension = new("--exclude-extension") { Description = "As if the copy left these extensions out.", HelpName = "pattern" };
    private readonly Option<bool> noOwner = new("--no-owner") { Description = "As if the copy left every object to the destination's role." };
    private readonly Option<bool> noPrivileges = new("--no-privileges") { Description = "As if the copy left out what was granted." };
    private readonly Option<bool> includeRole = new("--include-role") { Description = "As if the copy made the roles that are missing." };
    private readonly Option<bool> inferTypes = new("--infer-types") { Description = "As if a SQLite column whose values are all UUIDs or all JSON became uuid or jsonb." };
    private readonly Option<string[]> check = new("--check") { Description = "Only these checks; * and ? are wildcards. May be repeated.", HelpName = "pattern" };
    private readonly Option<string[]> excludeCheck = new("--exclude-check") { Description = "Not these checks.", HelpName = "pattern" };
    private readonly Option<bool> skipMeasurement = new("--skip-measurement") { Description = "Do not measure how long it will take." };
    private readonly Option<FindingSeverity> failOn = new("--fail-on")
    {
        Description = "Exit with 4 from this severity on: error (the default) or warning.",
        HelpName = "error|warning",
        DefaultValueFactory = _ => FindingSeverity.Error,
    };

    private readonly ReportOption report = new();

    public ReadinessCommand(Terminal terminal)
        : base("readiness", "Assesses a migration before anything moves, and exits with 4 where something must be seen to first.")
    {
        destinationHost.AcceptNames();
        failOn.AcceptNames();
        Add(source);
        Add(destination);
        shared.AddTo(this);
        foreach (var option in new Option[] { destinationHost, excludeExtension, noOwner, noPrivileges, includeRole, inferTypes, check, excludeCheck, skipMeasurement, failOn, report }) Add(option);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (shared.Choose(terminal, parsed), Read(parsed));
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, parsed.GetValue(failOn), items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, ReadinessRequest request, FindingSeverity failOn, List<object> items, CancellationToken cancellationToken)
    {
        var findings = new List<AssessmentFinding>();
        MigrationReadiness? readiness = null;
        await terminal.WatchAsync("Assessing the migration", async view =>
        {
            var test = new ReadinessTest(request, view);
            await foreach (var finding in test.RunAsync(cancellationToken)) findings.Add(finding);
            readiness = test.Readiness;
        });
        var verdict = new AssessmentVerdict(failOn);
        foreach (var finding in findings)
        {
            verdict.Add(finding);
            items.Add(finding);
            FindingReport.Write(terminal, finding);
        }

        items.Add(readiness!);
        ReadinessReport.Write(terminal, readiness!);
        return verdict.IsFailed ? ExitCode.NotReady : ExitCode.Ok;
    }

    private ReadinessRequest Read(ParseResult parsed) => new()
    {
        Source = source.Read(parsed),
        Destination = parsed.GetValue(destination) is null ? null : destination.Read(parsed),
        Selection = shared.ReadSelection(parsed),
        IdentifierCase = parsed.GetValue(shared.IdentifierCase),
        ThrottleLimit = parsed.GetValue(shared.Jobs),
        DestinationHost = parsed.GetValue(destinationHost),
        ExcludeExtensions = parsed.GetValue(excludeExtension) ?? [],
        NoOwner = parsed.GetValue(noOwner),
        NoPrivileges = parsed.GetValue(noPrivileges),
        IncludeRoles = parsed.GetValue(includeRole),
        InferTypes = parsed.GetValue(inferTypes),
        Checks = parsed.GetValue(check) ?? [],
        ExcludeChecks = parsed.GetValue(excludeCheck) ?? [],
        SkipMeasurement = parsed.GetValue(skipMeasurement),
    };
}
