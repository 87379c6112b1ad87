using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Large objects: they are brought one by one, under the OIDs by which tables refer to them.</summary>
internal sealed class LargeObjectPresence : SchemaCheck
{
    public override string Name => "large_object";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts)
    {
        if (database.LargeObjects.Count == 0 || !facts.Request.Selection.IsAll) yield break;
        yield return Finding(
            FindingSeverity.Information, "pg_largeobject",
            FormattableString.Invariant($"There are {database.LargeObjects.Count:N0} large objects, which are copied under their OIDs; logical replication does not follow them."),
            "Let nobody write large objects from the copy's beginning on, and use a destination that has none.");
    }
}
