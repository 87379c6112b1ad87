using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE DOMAIN, and its constraints as far as they come by themselves.</summary>
internal static class DomainEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing, PgDomain domain)
    {
        var (name, tag) = (SqlText.Name(domain.Schema, domain.Name), SqlText.Name(domain.Name));
        var inline = domain.Constraints.Where(one => one.IsValidated).ToList();
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = domain.Name,
            Desc = TocDesc.Domain,
            Section = TocSection.PreData,
            Definition = Definition(domain, inline),
            DropStatement = $"DROP DOMAIN {name};\n",
        };
        // GRANT calls a domain a type as well.
        var item = writing.Item(domain, RestorePriority.Type, entry, $"DOMAIN {name}", $"DOMAIN {tag}", PrivilegeNames.Usage, grantType: TocDesc.Type);
        if (domain.NotNull is not null) Describe(writing, item, domain, domain.NotNull);
        yield return item;
        foreach (var constraint in domain.Constraints)
        {
            if (!constraint.IsValidated) yield return Separate(writing, domain, constraint, item);
            else
            {
                Describe(writing, item, domain, constraint);
                yield return Inline(writing, domain, constraint, item, inline);
            }
        }
    }

    /// <summary>A constraint that is not validated comes by itself, after the rows.</summary>
    private static string Definition(PgDomain domain, IEnumerable<PgTypeConstraint> inline)
    {
        var text = $"CREATE DOMAIN {SqlText.Name(domain.Schema, domain.Name)} AS {domain.BaseType}";
        if (domain.Collation is not null) text += $" COLLATE {domain.Collation}";
        if (domain.IsNotNull) text += IsOwnName(domain) ? $" CONSTRAINT {SqlText.Name(domain.NotNull!.Name)} NOT NULL" : " NOT NULL";
        if (domain.Default is not null) text += $" DEFAULT {domain.Default}";
        return text + string.Concat(inline.Select(one => $"\n\tCONSTRAINT {SqlText.Name(one.Name)} {one.Definition}")) + ";\n";
    }

    private static bool IsOwnName(PgDomain domain) => domain.NotNull is not null && domain.NotNull.Name != domain.Name + "_not_null";

    /// <summary>
    /// The constraint within the domain: an item without an entry, which needs what the constraint needs. Where that needs the domain in turn,
    /// as a function with an argument of it, the constraint leaves the domain and comes by itself.
    /// </summary>
    private static SchemaItem Inline(
        SchemaWriting writing, PgDomain domain, PgTypeConstraint constraint, SchemaItem type, List<PgTypeConstraint> inline)
    {
        var item = new SchemaItem { Address = constraint.Address, Priority = RestorePriority.Type, Place = (domain.Schema, domain.Name), Host = type };
        type.Dependencies.Add(item);
        item.Yield = (_, items) =>
        {
            if (!type.Dependencies.Remove(item)) return false;
            inline.Remove(constraint);
            type.Entry = type.Entry! with { Definition = Definition(domain, inline) };
            foreach (var comment in type.Attachments.Where(one => one.Tag == Label(domain, constraint)).ToList()) type.Attachments.Remove(comment);
            var separate = Separate(writing, domain, constraint, type);
            separate.Dependencies.UnionWith(item.Dependencies);
            item.Dependencies.Clear();
            items.Add(separate);
            return true;
        };
        return item;
    }

    private static SchemaItem Separate(SchemaWriting writing, PgDomain domain, PgTypeConstraint constraint, SchemaItem type)
    {
        var name = SqlText.Name(domain.Schema, domain.Name);
        var item = new SchemaItem
        {
            Address = constraint.Address,
            Priority = RestorePriority.Constraint,
            Place = (domain.Schema, constraint.Name),
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
        Describe(writing, item, domain, constraint);
        return item;
    }

    private static void Describe(SchemaWriting writing, SchemaItem item, PgDomain domain, PgTypeConstraint constraint)
        => writing.Describe(
            item, domain, constraint.Address,
            $"CONSTRAINT {SqlText.Name(constraint.Name)} ON DOMAIN {SqlText.Name(domain.Schema, domain.Name)}", Label(domain, constraint));

    private static string Label(PgDomain domain, PgTypeConstraint constraint)
        => $"CONSTRAINT {SqlText.Name(constraint.Name)} ON DOMAIN {SqlText.Name(domain.Name)}";
}
