using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Decides for every table's rows where they go, and refuses what would fail before any row moves.</summary>
internal sealed class TablePlanning
{
    private readonly TransferRequest request;
    private readonly Destination destination;
    private readonly RunLedger ledger;

    private TablePlanning(TransferRequest request, Destination destination, RunLedger ledger)
    {
        this.request = request;
        this.destination = destination;
        this.ledger = ledger;
    }

    /// <summary>The plans of the entries that have rows, in their order; tables that were to be emptied are empty then.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="ledger">What has arrived already.</param>
    /// <param name="catalog">The destination's tables.</param>
    /// <param name="entries">All entries of the run.</param>
    /// <param name="observer">Hears of types that differ.</param>
    /// <param name="failed">Takes a table that can't be filled, after which it has no plan; null to throw.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public static async Task<IReadOnlyList<TablePlan>> PlanAsync(
        TransferRequest request,
        IMigrationSource source,
        Destination destination,
        RunLedger ledger,
        PgCatalog catalog,
        IReadOnlyList<TocEntry> entries,
        IMigrationObserver observer,
        Action<TocEntry, MigrationException>? failed,
        CancellationToken cancellationToken)
    {
        var matching = new TableMatching(source, catalog, observer);
        List<TablePlan> plans = [.. entries.Where(entry => entry.HasRows).Select(entry => Match(matching, entry, request, failed)).OfType<TablePlan>()];
        if (!destination.CanSkipTriggers) plans = plans.ConvertAll(plan => Checked(plan, catalog));
        else if (request.RestsTriggers) plans = plans.ConvertAll(plan => plan with { Triggers = TriggerSwitch.Of(catalog, plan.Destination, inReplica: true) });
        var planning = new TablePlanning(request, destination, ledger);
        await planning.RequireRoomAsync(plans, failed, cancellationToken).ConfigureAwait(false);
        if (request.RowMode == CopyMode.Truncate) await planning.TruncateAsync(plans, cancellationToken).ConfigureAwait(false);
        return plans;
    }

    /// <summary>The plan for a role that can't let triggers and foreign keys rest.</summary>
    private static TablePlan Checked(TablePlan plan, PgCatalog catalog)
    {
        var table = plan.Destination;
        return plan with
        {
            ChecksForeignKeys = true,
            RefersToItself = catalog.ForeignKeys.Any(key => key.IsEnforced && key.IsSelfReference && key.TableOid == table.Oid),
            Triggers = TriggerSwitch.Of(catalog, table, inReplica: false),
        };
    }

    private static TablePlan? Match(
        TableMatching matching, TocEntry entry, TransferRequest request, Action<TocEntry, MigrationException>? failed)
    {
        try
        {
            return matching.Match(entry, request.RowSchema, request.RowMode);
        }
        catch (MigrationException error) when (failed is not null)
        {
            failed(entry, error);
            return null;
        }
    }

    /// <summary>Refuses tables that have rows which nobody spoke of; tables that this run has begun to fill are its own.</summary>
    private async Task RequireRoomAsync(List<TablePlan> plans, Action<TocEntry, MigrationException>? failed, CancellationToken cancellationToken)
    {
        var asked = plans.Where(plan => HasArrived(plan) || (request.RowMode == CopyMode.Empty && ledger.ChunksOf(plan.Entry).Count == 0)).ToList();
        var filled = await destination.FindFilledAsync(asked.ConvertAll(plan => plan.Holders), cancellationToken).ConfigureAwait(false);
        foreach (var (plan, hasRows) in asked.Zip(filled))
        {
            if (HasArrived(plan) == hasRows) continue;
            var refusal = hasRows ? NotEmpty(plan.Destination, request) : Outdated(plan);
            if (failed is null) throw refusal;
            failed(plan.Entry, refusal);
            plans.Remove(plan);
        }
    }

    private static MigrationException Outdated(TablePlan plan) => new(
        "JournalOutdated",
        MigrationErrorCategory.InvalidOperation,
        $"The journal says that rows of {plan.Destination} have arrived, but the table is empty now.")
    {
        Subject = plan.Destination.ToString(),
        Remedy = "Copy it anew with -Restart.",
    };

    public static MigrationException NotEmpty(PgTable table, TransferRequest request) => new(
        "DestinationNotEmpty", MigrationErrorCategory.ResourceExists, $"The destination's table {table} has rows already.")
    {
        Subject = table.ToString(),
        Remedy = request.RemedyForRows,
    };

    private bool HasArrived(TablePlan plan)
        => ledger.ChunksOf(plan.Entry).Where(chunk => chunk.Status == CheckpointStatus.Done).Sum(chunk => chunk.Rows) > 0;

    /// <summary>All tables in one statement, so that foreign keys among them are no obstacle, with their checkpoints in the same transaction.</summary>
    private async Task TruncateAsync(IReadOnlyList<TablePlan> plans, CancellationToken cancellationToken)
    {
        var waiting = plans.Where(plan => !ledger.IsPrepared(plan.Entry) && !ledger.IsDone(plan.Entry)).ToList();
        if (waiting.Count == 0) return;
        var checkpoints = waiting.ConvertAll(plan => new Checkpoint
        {
            Entry = plan.Entry.Key,
            TableName = plan.Destination.ToString(),
            Chunk = ChunkBounds.Whole with { Number = 0 },
            Status = CheckpointStatus.Done,
        });
        await destination.Journal.PlanAsync(ledger.RunId, checkpoints, cancellationToken).ConfigureAwait(false);
        var tables = waiting.SelectMany(plan => plan.Holders).Select(OwnRows.Of).ToList();
        IReadOnlyList<string> statements = tables.Count > 0 ? [$"TRUNCATE {string.Join(", ", tables)}"] : [];
        await EntryRestore.ApplyAsync(destination, ledger.RunId, statements, checkpoints, (error, _) => Refused(error), cancellationToken)
            .ConfigureAwait(false);
    }

    private Exception Refused(PostgresException error) => error.SqlState != PostgresErrorCodes.FeatureNotSupported
        ? error
        : new MigrationException(
            "TruncateRefused",
            MigrationErrorCategory.InvalidOperation,
            $"The tables can't be emptied, because a table that is not copied refers to one of them: {error.Detail ?? error.MessageText}",
            error)
        {
            Subject = request.Destination.ToString(),
            Remedy = "Copy the table that refers too, or use -Mode Upsert.",
            SqlState = error.SqlState,
        };
}
