using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>A source whose text is bytes that nobody checked.</summary>
internal sealed class AsciiEncoding : SchemaCheck
{
    public override string Name => "encoding_sql_ascii";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts)
    {
        if (database.Properties.Encoding != "SQL_ASCII") yield break;
        yield return Finding(
            FindingSeverity.Warning, database.Properties.Name, "Its character set is SQL_ASCII: its text may be of any character set, and rows that are no UTF-8 are refused elsewhere.",
            "Find such rows with convert_from(column::bytea, 'UTF8') and correct them first.");
    }
}
