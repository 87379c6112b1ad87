using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>What hangs on the columns of a table or a view: comments, security labels, privileges.</summary>
internal static class ColumnRemarks
{
    /// <summary>Hangs the comments of the columns on the relation's item, and then the labels of both, which are one entry.</summary>
    public static void Describe(SchemaWriting writing, SchemaItem item, PgRelation relation, IEnumerable<PgColumn> columns)
    {
        foreach (var column in columns)
        {
            var name = SqlText.Name(column.Name);
            writing.Describe(
                item, relation, relation.Address with { Part = column.Number },
                $"COLUMN {SqlText.Name(relation.Schema, relation.Name)}.{name}", $"COLUMN {SqlText.Name(relation.Name)}.{name}");
        }

        var labels = item.Attachments.Where(one => one.Desc == TocDesc.SecurityLabel).ToList();
        if (labels.Count == 0) return;
        foreach (var label in labels) item.Attachments.Remove(label);
        item.Attachments.Add(labels[0] with
        {
            Tag = $"{item.Entry!.Desc} {SqlText.Name(relation.Name)}",
            Definition = string.Concat(labels.Select(label => label.Definition)),
        });
    }

    /// <summary>Hangs the privileges of the relation, then those of its columns, on its item.</summary>
    public static void Grant(SchemaWriting writing, SchemaItem item, PgRelation relation, IEnumerable<PgColumn> columns)
    {
        var label = SqlText.Name(relation.Name);
        var whole = new PrivilegeStatements(
            TocDesc.Table, SqlText.Name(relation.Schema, relation.Name), relation.Owner!,
            PrivilegeNames.Table(writing.Database.ServerVersion));
        writing.Grant(item, relation, relation.Address, whole, label);
        foreach (var column in columns)
        {
            var statements = whole with { Column = SqlText.Name(column.Name), All = PrivilegeNames.Column };
            writing.Grant(item, relation, relation.Address with { Part = column.Number }, statements, label);
        }
    }
}
