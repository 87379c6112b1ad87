using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE ACCESS METHOD.</summary>
internal static class AccessMethodEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.AccessMethods.Select(
        method => NamedEntry.Create(
            writing, method, RestorePriority.AccessMethod, TocDesc.AccessMethod,
            $" TYPE {(method.IsForTables ? "TABLE" : "INDEX")} HANDLER {method.Handler};\n"));
}
