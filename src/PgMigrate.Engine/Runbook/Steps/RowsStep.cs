using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Runbook;

/// <summary>Brings the rows, and with a clone the indexes, constraints and triggers. What has arrived is not copied again.</summary>
internal sealed class RowsStep : RunbookStep
{
    private static readonly TimeSpan ReconnectTimeout = TimeSpan.FromSeconds(60);

    public override MigrationStepName Name => MigrationStepName.Rows;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
        => $"Copy the rows of {figures?.Words ?? "the tables"}{(request.Plan.HasOwnSchema ? "" : ", then make the indexes, constraints and triggers")}{(request.Plan.Fence ? ", with the source fenced" : "")}.";

    /// <summary>The copy of the whole database: one run, which the schema's step begins and this one ends.</summary>
    public static DatabaseCopyRequest CopyOf(RunbookContext context)
    {
        var plan = context.Plan;
        var request = new DatabaseCopyRequest
        {
            Source = context.Source,
            Destination = context.Destination,
            Selection = plan.Selection,
            ExcludeExtensions = plan.ExcludeExtension,
            NoOwner = plan.NoOwner,
            NoPrivileges = plan.NoPrivileges,
            IncludeRoles = plan.IncludeRole,
            DestinationHost = plan.DestinationHost,
            InferTypes = plan.InferTypes,
            IdentifierCase = plan.IdentifierCase,
            Force = plan.Force,
            // Nothing is dropped any more once an object of this migration is there.
            Clean = context.State.IsAnew,
            IfExists = context.State.IsAnew,
            Resume = context.Journal.Path is not { } path || File.Exists(path),
            IsSourceFenced = context.State.SourceFence is not null,
            JournalPath = context.Journal.Path,
            ReconnectTimeout = ReconnectTimeout,
        };
        return plan.ThrottleLimit is { } limit ? request with { ThrottleLimit = limit } : request;
    }

    public override Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
        => context.Plan.HasOwnSchema ? FillAsync(context, cancellationToken) : CopyAsync(context, cancellationToken);

    private static async Task<string> CopyAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var request = CopyOf(context);
        // Somebody else has made the tables, with all that belongs to them.
        if (context.State.StepOf(MigrationStepName.Schema).Status == MigrationStepStatus.Skipped) request = request with { Sections = DatabaseSections.Data, Clean = false, IfExists = false };
        var result = await DatabaseCopy.RunAsync(request, context.Observer, Tell, cancellationToken).ConfigureAwait(false);
        context.Note(state => state with { RowCopy = result });
        return Words(result.Tables);

        ValueTask Tell(DatabaseCopyResult begun)
        {
            context.Note(state => state with { RowCopy = begun });
            return ValueTask.CompletedTask;
        }
    }

    private static async Task<string> FillAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        var request = new TableCopyRequest
        {
            Source = context.Source,
            Destination = context.Destination,
            Selection = plan.Selection,
            Mode = plan.Mode,
            InferTypes = plan.InferTypes,
            IdentifierCase = plan.IdentifierCase,
            Resume = !context.State.IsAnew || context.IsAgain,
            Restart = context.State.IsAnew && !context.IsAgain,
            JournalPath = context.Journal.Path,
            ReconnectTimeout = ReconnectTimeout,
        };
        if (plan.ThrottleLimit is { } limit) request = request with { ThrottleLimit = limit };
        if (context.State.IsAnew && plan.Mode == CopyMode.Empty) request = request with { Mode = CopyMode.Truncate };
        var tables = new List<TableCopyResult>();
        await foreach (var table in TableCopy.RunAsync(request, context.Observer, cancellationToken).ConfigureAwait(false)) tables.Add(table);
        context.Note(state => state with { Tables = tables });
        return tables.Find(table => table.Error is not null)?.Error is { } failure ? throw failure : Words(tables);
    }

    private static string Words(IReadOnlyList<TableCopyResult> tables)
    {
        var there = tables.Count(table => table.Status == TableCopyStatus.AlreadyCopied);
        return $"{ReportText.Of(tables.Count, "table")}, {ReportText.Of(tables.Sum(table => table.Rows), "row")}, {ByteSize.Format(tables.Sum(table => table.Bytes))}{(there > 0 ? $"; {there} had come before" : "")}.";
    }
}
