using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Publications: they come along, those who read them do not.</summary>
internal sealed class PublicationPresence : SchemaCheck
{
    public override string Name => "publication";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => !facts.Request.Selection.IsAll ? [] : database.Publications
        .Where(publication => !facts.SourceHost.Publications.Contains(publication.Name))
        .Select(publication => Finding(
            FindingSeverity.Information, publication.Name, "The publication comes along; subscribers keep reading the source until they are told of the destination.",
            "Point subscribers to the destination when the application is switched."));
}
