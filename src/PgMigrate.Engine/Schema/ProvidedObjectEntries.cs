using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>GRANT and REVOKE on what an extension or initdb makes: its privileges are copied as far as they were changed since.</summary>
internal static class ProvidedObjectEntries
{
    /// <summary>A language stays in any case: pg_dump moves its extension before all other languages, which may need it.</summary>
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.ProvidedObjects
        .Select(one => Write(writing, one)).Where(item => item.Attachments.Count > 0 || item.Priority < RestorePriority.Extension);

    private static SchemaItem Write(SchemaWriting writing, PgProvidedObject one)
    {
        var (priority, type, grantable) = Kind(one, writing.Database.ServerVersion);
        var item = new SchemaItem { Priority = priority, Place = (one.Schema, one.Name), Distinction = one.Order };
        // The extension stands for the object: what needs that does not need its privileges.
        if (writing.ExtensionOf(one) is { } extension) item.Needs.Add(extension);
        var label = SqlText.Name(one.Name) + (one.Arguments is null ? "" : $"({one.Arguments})");
        var name = one.Schema is null ? label : $"{SqlText.Name(one.Schema)}.{label}";
        writing.Grant(item, one, one.Address, new(type, name, one.Owner!, grantable), label);
        foreach (var column in one.Columns)
        {
            var statements = new PrivilegeStatements(type, name, one.Owner!, PrivilegeNames.Column, SqlText.Name(column.Name));
            writing.Grant(item, one, one.Address with { Part = column.Number }, statements, label);
        }

        return item;
    }

    private static (RestorePriority Priority, string Type, IReadOnlyList<string> Grantable) Kind(PgProvidedObject one, int serverVersion) => one.Kind switch
    {
        ProvidedObjectKind.Schema => (RestorePriority.Schema, "SCHEMA", PrivilegeNames.Schema),
        ProvidedObjectKind.Language => (RestorePriority.Language, "LANGUAGE", PrivilegeNames.Usage),
        ProvidedObjectKind.Type => (RestorePriority.Type, "TYPE", PrivilegeNames.Usage),
        ProvidedObjectKind.Function => (RestorePriority.Function, "FUNCTION", PrivilegeNames.Function),
        ProvidedObjectKind.Procedure => (RestorePriority.Function, "PROCEDURE", PrivilegeNames.Function),
        ProvidedObjectKind.Aggregate => (RestorePriority.Aggregate, "FUNCTION", PrivilegeNames.Function),
        ProvidedObjectKind.ForeignDataWrapper => (RestorePriority.ForeignDataWrapper, "FOREIGN DATA WRAPPER", PrivilegeNames.Usage),
        ProvidedObjectKind.ForeignServer => (RestorePriority.ForeignServer, "FOREIGN SERVER", PrivilegeNames.Usage),
        ProvidedObjectKind.Sequence => (RestorePriority.Table, "SEQUENCE", PrivilegeNames.Sequence),
        _ => (RestorePriority.Table, "TABLE", PrivilegeNames.Table(serverVersion)),
    };
}
