using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE TYPE and CREATE DOMAIN.</summary>
internal static class TypeEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
        => writing.Database.Types.SelectMany(type => type is PgDomain domain ? DomainEntries.Write(writing, domain) : [Write(writing, type)]);

    private static SchemaItem Write(SchemaWriting writing, PgType type)
    {
        var (name, tag) = (SqlText.Name(type.Schema, type.Name), SqlText.Name(type.Name));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = type.Name,
            Desc = TocDesc.Type,
            Section = TocSection.PreData,
            Definition = Definition(type, name),
            DropStatement = type is PgBaseType ? $"DROP TYPE {name} CASCADE;\n" : $"DROP TYPE {name};\n",
        };
        var item = writing.Item(type, RestorePriority.Type, entry, $"TYPE {name}", $"TYPE {tag}", PrivilegeNames.Usage);
        if (type is PgComposite composite) DescribeAttributes(writing, item, composite, name, tag);
        if (type is PgBaseType or PgRange) ShellTypes.Announce(item);
        return item;
    }

    private static string Definition(PgType type, string name) => type switch
    {
        PgEnum one => $"CREATE TYPE {name} AS ENUM (\n{Lines("    ", one.Labels.Select(SqlText.StandardLiteral))});\n",
        PgComposite one => $"CREATE TYPE {name} AS (\n{Lines("\t", one.Attributes.Select(Attribute))});\n",
        PgRange one => $"CREATE TYPE {name} AS RANGE (\n{Lines("    ", RangeOptions(one))});\n",
        PgBaseType one => $"CREATE TYPE {name} (\n{Lines("    ", BaseTypeOptions.Write(one))});\n",
        _ => $"CREATE TYPE {name};\n",
    };

    private static string Attribute(PgAttribute attribute)
        => $"{SqlText.Name(attribute.Name)} {attribute.Type}" + (attribute.Collation is null ? "" : $" COLLATE {attribute.Collation}");

    private static IEnumerable<string> RangeOptions(PgRange range)
    {
        yield return $"subtype = {range.Subtype}";
        if (range.MultirangeType is not null) yield return $"multirange_type_name = {range.MultirangeType}";
        if (range.OperatorClass is not null) yield return $"subtype_opclass = {range.OperatorClass}";
        if (range.Collation is not null) yield return $"collation = {range.Collation}";
        if (range.Canonical is not null) yield return $"canonical = {range.Canonical}";
        if (range.SubtypeDifference is not null) yield return $"subtype_diff = {range.SubtypeDifference}";
    }

    private static void DescribeAttributes(SchemaWriting writing, SchemaItem item, PgComposite type, string name, string tag)
    {
        foreach (var attribute in type.Attributes)
        {
            var column = SqlText.Name(attribute.Name);
            writing.Describe(item, type, new(SystemCatalog.Relation, type.RelationOid, attribute.Number), $"COLUMN {name}.{column}", $"COLUMN {tag}.{column}");
        }
    }

    private static string Lines(string indent, IEnumerable<string> items)
    {
        var lines = string.Join(",\n", items.Select(item => indent + item));
        return lines.Length == 0 ? "" : lines + "\n";
    }
}
