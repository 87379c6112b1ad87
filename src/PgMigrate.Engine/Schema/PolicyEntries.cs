using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ENABLE ROW LEVEL SECURITY and CREATE POLICY (PostgreSQL, pg_dump.c, dumpPolicy).</summary>
internal static class PolicyEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
        => writing.Database.RowSecurity.Select(RowSecurity).Concat(writing.Database.Policies.Select(policy => Policy(writing, policy)));

    private static SchemaItem RowSecurity(PgRowSecurity table) => new()
    {
        Priority = RestorePriority.Policy,
        Entry = new()
        {
            DumpId = 0,
            // No catalog has a row of its own for it, which pg_dump says in this way.
            CatalogOid = table.Address.Oid,
            Tag = table.Name,
            Desc = TocDesc.RowSecurity,
            Section = TocSection.PostData,
            Definition = $"ALTER TABLE {SqlText.Name(table.Schema, table.Name)} ENABLE ROW LEVEL SECURITY;",
            Namespace = table.Schema,
            Owner = table.Owner,
        },
        Needs = { table.Address },
        Distinction = table.Name,
    };

    private static SchemaItem Policy(SchemaWriting writing, PgPolicy policy)
    {
        var (table, name) = (SqlText.Name(policy.Table.Schema, policy.Table.Name), SqlText.Name(policy.Name));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{policy.Table.Name} {policy.Name}",
            Desc = TocDesc.Policy,
            Section = TocSection.PostData,
            Definition = $"CREATE POLICY {name} ON {table}{string.Concat(Clauses(policy))};\n",
            DropStatement = $"DROP POLICY {name} ON {table};\n",
        };
        var item = writing.Item(policy, RestorePriority.Policy, entry, $"POLICY {name} ON {table}", $"POLICY {name} ON {SqlText.Name(policy.Table.Name)}");
        item.Name = policy.Name;
        // By table, and behind the row security of a table of the same name.
        item.Distinction = policy.Table.Name + '\u0001';
        return item;
    }

    private static IEnumerable<string> Clauses(PgPolicy policy)
    {
        if (!policy.IsPermissive) yield return " AS RESTRICTIVE";
        if (policy.Command != PolicyCommand.All) yield return $" FOR {policy.Command.ToString().ToUpperInvariant()}";
        if (policy.Roles.Count > 0) yield return $" TO {string.Join(", ", policy.Roles.Select(SqlText.Name))}";
        if (policy.Using is not null) yield return $" USING ({policy.Using})";
        if (policy.WithCheck is not null) yield return $" WITH CHECK ({policy.WithCheck})";
    }
}
