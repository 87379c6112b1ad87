using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE SCHEMA.</summary>
internal static class NamespaceEntries
{
    /// <summary>The owner of <c>public</c> since PostgreSQL 15.</summary>
    private const string DatabaseOwner = "pg_database_owner";

    /// <summary>What initdb writes.</summary>
    private const string PublicComment = "standard public schema";

    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        foreach (var one in writing.Database.Namespaces.Where(one => !writing.IsMember(one)))
        {
            var name = SqlText.Name(one.Name);
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = one.Name,
                Desc = TocDesc.Schema,
                Section = TocSection.PreData,
                Definition = one.IsPublic ? "-- *not* creating schema, since initdb creates it\n" : $"CREATE SCHEMA {name};\n",
                DropStatement = one.IsPublic ? "-- *not* dropping schema, since initdb creates it\n" : $"DROP SCHEMA {name};\n",
            };
            var isOmitted = one is { IsPublic: true, Owner: DatabaseOwner };
            yield return writing.Item(
                one, RestorePriority.Schema, isOmitted ? null : entry, $"SCHEMA {name}", $"SCHEMA {name}", PrivilegeNames.Schema, one.IsPublic ? PublicComment : null);
        }
    }
}
