using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>What the planner knows of relations, for a server that takes it back (PostgreSQL 18, pg_dump.c, dumpRelationStats).</summary>
internal static class StatisticsEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Statistics.Select(relation =>
    {
        var item = new SchemaItem
        {
            Priority = RestorePriority.StatisticsData,
            Entry = new()
            {
                DumpId = 0,
                Tag = relation.Name,
                Desc = TocDesc.StatisticsData,
                // Indexes and materialized views are there only after the rows.
                Section = relation.IsIndex || relation.Kind == 'm' ? TocSection.PostData : TocSection.Data,
                Definition = Definition(relation, writing.Database.ServerVersion),
                Namespace = relation.Schema,
            },
        };
        item.Needs.Add(relation.Address);
        // A refresh writes the sizes of a materialized view and of its indexes anew.
        if (relation.MaterializedViewOid is { } view) item.Needs.Add(RowsEntries.Address(view));
        return item;
    });

    private static string Definition(PgRelationStatistics relation, int version)
    {
        var text = new StringBuilder();
        List<string> place =
        [
            string.Create(CultureInfo.InvariantCulture, $"'version', '{version}'::integer"),
            $"'schemaname', {SqlText.StandardLiteral(relation.Schema)}", $"'relname', {SqlText.StandardLiteral(relation.Name)}",
        ];
        Call(text, "pg_restore_relation_stats", place, relation.Values);
        foreach (var column in relation.Columns)
        {
            // The columns of an index have names that the server gives them.
            var name = relation.IsIndex
                ? string.Create(CultureInfo.InvariantCulture, $"'attnum', '{column.Number}'::smallint")
                : $"'attname', {SqlText.StandardLiteral(column.Name)}";
            Call(text, "pg_restore_attribute_stats", [.. place, name, $"'inherited', '{(column.IsInherited ? 't' : 'f')}'::boolean"], column.Values);
        }

        return text.ToString();
    }

    private static void Call(StringBuilder text, string function, IEnumerable<string> place, IReadOnlyList<PgStatistic> values)
    {
        var arguments = place.Concat(values.Select(value => $"'{value.Name}', {SqlText.StandardLiteral(value.Value)}::{value.Type}"));
        text.Append(CultureInfo.InvariantCulture, $"SELECT * FROM pg_catalog.{function}(\n\t{string.Join(",\n\t", arguments)}\n);\n");
    }
}
