using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ENABLE ROW LEVEL SECURITY and CREATE POLICY (PostgreSQL, pg_dump.c, dumpPolicy).</summary>
internal static class PolicyEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
        => writing.Database.RowSecurity.Select(one => RowSecurity(writing, one)).Concat(writing.Database.Policies.Select(one => Policy(writing, one)));

    private static SchemaItem RowSecurity(SchemaWriting writing, PgRowSecurity one)
    {
        var table = SqlText.Name(one.Schema, one.Name);
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = TocDesc.RowSecurity,
            Section = TocSection.PostData,
            Definition = $"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        };
        var item = writing.Item(one, RestorePriority.Policy, entry, $"TABLE {table}", $"TABLE {SqlText.Name(one.Name)}");
        item.Needs.Add(one.TableAddress);
        return item;
    }

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
