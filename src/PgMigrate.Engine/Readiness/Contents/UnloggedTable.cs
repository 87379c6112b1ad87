using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables whose rows a crash empties.</summary>
internal sealed class UnloggedTable : SchemaCheck
{
    public override string Name => "unlogged_table";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => database.Tables
        .Where(table => table.Persistence == TablePersistence.Unlogged && facts.IsChosen(table))
        .Select(table => Finding(
            FindingSeverity.Warning, table.ToString(), "It is unlogged, here and there: a crash of the server empties it, and standbys and backups have no row of it.",
            "Make it logged where its rows matter.", $"ALTER TABLE {table.QualifiedName.Sql} SET LOGGED;"));
}
