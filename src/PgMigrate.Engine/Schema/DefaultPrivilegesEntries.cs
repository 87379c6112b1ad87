using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER DEFAULT PRIVILEGES (PostgreSQL, pg_dump.c, dumpDefaultACL).</summary>
internal static class DefaultPrivilegesEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.DefaultPrivileges.Select(one =>
    {
        var (type, all) = Kind(one.Kind, writing.Database.ServerVersion);
        var place = one.Schema is null ? "" : $"IN SCHEMA {SqlText.Name(one.Schema)} ";
        var prefix = $"ALTER DEFAULT PRIVILEGES FOR ROLE {SqlText.Name(one.Owner!)} {place}";
        return new SchemaItem
        {
            Address = one.Address,
            Priority = RestorePriority.DefaultPrivileges,
            Place = (one.Schema, one.Kind.ToString("D")),
            Distinction = one.Owner!,
            Entry = new()
            {
                DumpId = 0,
                CatalogTableOid = one.Address.CatalogOid,
                CatalogOid = one.Address.Oid,
                Tag = $"DEFAULT PRIVILEGES FOR {type}",
                Desc = TocDesc.DefaultPrivileges,
                Section = TocSection.PostData,
                Definition = new PrivilegeStatements(type, "", one.Owner!, all, Prefix: prefix).Write(one.Privileges),
                Namespace = one.Schema,
                Owner = one.Owner,
            },
        };
    });

    private static (string Type, IReadOnlyList<string> All) Kind(DefaultPrivilegesKind kind, int serverVersion) => kind switch
    {
        DefaultPrivilegesKind.LargeObjects => ("LARGE OBJECTS", PrivilegeNames.LargeObject),
        DefaultPrivilegesKind.Sequences => ("SEQUENCES", PrivilegeNames.Sequence),
        DefaultPrivilegesKind.Types => ("TYPES", PrivilegeNames.Usage),
        DefaultPrivilegesKind.Functions => ("FUNCTIONS", PrivilegeNames.Function),
        DefaultPrivilegesKind.Schemas => ("SCHEMAS", PrivilegeNames.Schema),
        _ => ("TABLES", PrivilegeNames.Table(serverVersion)),
    };
}
