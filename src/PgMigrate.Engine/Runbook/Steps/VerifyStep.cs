using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.Runbook;

/// <summary>Compares both ends: every row, and where the tables were made from the source every object.</summary>
internal sealed class VerifyStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Verify;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
        => $"Compare {(ScopeOf(request) == IntegrityScope.All ? "every object and the rows" : "the rows")} of both ends at level {request.Plan.Level}.";

    /// <summary>The comparison itself, which the switch repeats where the source was written to meanwhile.</summary>
    public static async Task<MigrationIntegrity> CompareAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        context.ComparedTables = null;
        // What is written while the ends are compared must count as written after.
        var before = await context.MarkAsync(context.Source, null, cancellationToken).ConfigureAwait(false);
        var plan = context.Plan;
        var test = new IntegrityTest(
            new()
            {
                // A database without tables has other objects to compare.
                Scope = context.State.RowCopy is { Tables.Count: 0 } && ScopeOf(context.Request) == IntegrityScope.All ? IntegrityScope.Schema : ScopeOf(context.Request),
                ExcludeExtensions = plan.ExcludeExtension,
                DestinationHost = plan.DestinationHost,
                Schema = new() { WithOwners = !plan.NoOwner, WithPrivileges = !plan.NoPrivileges },
                Rows = new()
                {
                    Source = context.Source,
                    Destination = context.Destination,
                    Selection = plan.Selection,
                    IdentifierCase = plan.IdentifierCase,
                    Level = plan.Level,
                    ThrottleLimit = plan.ThrottleLimit ?? 2,
                },
            },
            context.Observer);
        context.Findings.RemoveAll(found => found is SchemaDifference or TableIntegrity or RowDifference);
        await foreach (var found in test.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            context.Findings.Add(found);
            if (found is TableIntegrity table) context.Findings.AddRange(table.Differences);
        }

        var verdict = Judge(test.Verdict, context);
        context.ComparedTables = test.Tables.Select(table => $"{table.Schema}.{table.Table}").ToHashSet();
        var compared = await context.MarkAsync(context.Source, null, cancellationToken).ConfigureAwait(false);
        var proven = before with { Tables = before.Tables?.Where(table => compared.Tables?.ContainsKey(table.Key) ?? false).ToDictionary() };
        context.Note(state => state with { Integrity = verdict, Proven = verdict.IsMatch ? proven : null });
        return verdict;
    }

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var verdict = await CompareAsync(context, cancellationToken).ConfigureAwait(false);
        return verdict.IsMatch ? $"{verdict}." : throw RunbookErrors.NotProven(verdict, [.. Differences(context)]);
    }

    /// <summary>With -Force the destination may have more than the source.</summary>
    private static MigrationIntegrity Judge(MigrationIntegrity verdict, RunbookContext context)
    {
        var more = context.Plan.Force ? context.Findings.Count(found => found is SchemaDifference { IsExpected: false, Status: SchemaDifferenceStatus.OnlyDestination }) : 0;
        return verdict with
        {
            SchemaDifferences = verdict.SchemaDifferences - more,
            ExpectedDifferences = verdict.ExpectedDifferences + more,
            IsMatch = verdict.IsMatch || (more > 0 && verdict.SchemaDifferences == more && verdict.DifferentTables == 0),
        };
    }

    private static IEnumerable<string> Differences(RunbookContext context)
        => context.Findings.Where(found => found is SchemaDifference { IsExpected: false } or TableIntegrity { IsMatch: false }).Select(found => found.ToString()!);

    private static IntegrityScope ScopeOf(DatabaseMigrationRequest request)
        => request.Source.Kind == DatabaseKind.PostgreSql && !request.Plan.HasOwnSchema ? IntegrityScope.All : IntegrityScope.Rows;
}
