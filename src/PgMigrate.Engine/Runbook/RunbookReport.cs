namespace PgMigrate.Engine.Runbook;

/// <summary>What a migration's report is made of: what its steps found now, and what the journal keeps of steps that were done before.</summary>
internal static class RunbookReport
{
    public static IReadOnlyList<object> ItemsOf(RunbookContext context, DatabaseMigration record)
    {
        var state = context.State;
        var kept = new object?[] { record, state.Readiness, state.Backup, state.Alembic, state.RowCopy ?? state.SchemaCopy, state.Integrity, state.Health };
        return [.. kept.OfType<object>(), .. state.Migrations, .. state.Tables, .. state.Switches, .. context.Findings];
    }
}
