using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE TYPE and CREATE DOMAIN.</summary>
internal static class TypeEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        foreach (var type in writing.Database.Types)
        {
            var keyword = type is PgDomain ? TocDesc.Domain : TocDesc.Type;
            var (name, tag) = (SqlText.Name(type.Schema, type.Name), SqlText.Name(type.Name));
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = type.Name,
                Desc = keyword,
                Section = TocSection.PreData,
                Definition = Definition(type, name),
                DropStatement = $"DROP {keyword} {name};\n",
            };
            // GRANT calls a domain a type as well.
            var item = writing.Item(type, RestorePriority.Type, entry, $"{keyword} {name}", $"{keyword} {tag}", PrivilegeNames.Usage, grantType: TocDesc.Type);
            if (type is PgComposite composite) DescribeAttributes(writing, item, composite, name, tag);
            if (type is PgDomain domain) DescribeConstraints(writing, item, domain, name, tag);
            yield return item;
            if (type is PgDomain checkedDomain)
            {
                foreach (var constraint in checkedDomain.Constraints.Where(one => !one.IsValidated)) yield return Separate(checkedDomain, constraint, item, name);
            }
        }
    }

    private static string Definition(PgType type, string name) => type switch
    {
        PgEnum one => $"CREATE TYPE {name} AS ENUM (\n{Lines("    ", one.Labels.Select(SqlText.StandardLiteral))});\n",
        PgComposite one => $"CREATE TYPE {name} AS (\n{Lines("\t", one.Attributes.Select(Attribute))});\n",
        PgRange one => $"CREATE TYPE {name} AS RANGE (\n{Lines("    ", RangeOptions(one))});\n",
        PgDomain one => Domain(one, name),
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

    /// <summary>A constraint that is not validated comes by itself, after the rows.</summary>
    private static string Domain(PgDomain domain, string name)
    {
        var text = $"CREATE DOMAIN {name} AS {domain.BaseType}";
        if (domain.Collation is not null) text += $" COLLATE {domain.Collation}";
        if (domain.IsNotNull) text += IsOwnName(domain) ? $" CONSTRAINT {SqlText.Name(domain.NotNullName!)} NOT NULL" : " NOT NULL";
        if (domain.Default is not null) text += $" DEFAULT {domain.Default}";
        return text + string.Concat(domain.Constraints.Where(one => one.IsValidated).Select(one => $"\n\tCONSTRAINT {SqlText.Name(one.Name)} {one.Definition}")) + ";\n";
    }

    private static bool IsOwnName(PgDomain domain) => domain.NotNullName is not null && domain.NotNullName != domain.Name + "_not_null";

    private static void DescribeAttributes(SchemaWriting writing, SchemaItem item, PgComposite type, string name, string tag)
    {
        foreach (var attribute in type.Attributes)
        {
            var column = SqlText.Name(attribute.Name);
            writing.Describe(item, type, new(SystemCatalog.Relation, type.RelationOid, attribute.Number), $"COLUMN {name}.{column}", $"COLUMN {tag}.{column}");
        }
    }

    private static void DescribeConstraints(SchemaWriting writing, SchemaItem item, PgDomain domain, string name, string tag)
    {
        foreach (var constraint in domain.Constraints)
        {
            var label = $"CONSTRAINT {SqlText.Name(constraint.Name)} ON DOMAIN";
            writing.Describe(item, domain, constraint.Address, $"{label} {name}", $"{label} {tag}");
        }
    }

    private static SchemaItem Separate(PgDomain domain, PgTypeConstraint constraint, SchemaItem type, string name)
    {
        var item = new SchemaItem
        {
            Address = constraint.Address,
            Priority = RestorePriority.Constraint,
            Entry = new()
            {
                DumpId = 0,
                CatalogTableOid = constraint.Address.CatalogOid,
                CatalogOid = constraint.Address.Oid,
                Tag = $"{domain.Name} {constraint.Name}",
                Desc = TocDesc.CheckConstraint,
                Section = TocSection.PostData,
                Definition = $"ALTER DOMAIN {name}\n    ADD CONSTRAINT {SqlText.Name(constraint.Name)} {constraint.Definition};\n",
                DropStatement = $"ALTER DOMAIN {name} DROP CONSTRAINT {SqlText.Name(constraint.Name)};\n",
                Namespace = domain.Schema,
                Owner = domain.Owner,
            },
        };
        item.Dependencies.Add(type);
        return item;
    }

    private static string Lines(string indent, IEnumerable<string> items)
    {
        var lines = string.Join(",\n", items.Select(item => indent + item));
        return lines.Length == 0 ? "" : lines + "\n";
    }
}
