using System.Globalization;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The statements that a script begins with to remove what it makes (PostgreSQL, pg_backup_archiver.c, RestoreArchive). Pure.</summary>
internal static class PlainScriptDrops
{
    /// <summary>The statements in their order: what was made last goes first. Whoever makes the database drops that alone.</summary>
    public static string Write(IReadOnlyList<TocEntry> entries, bool ifExists, bool ofDatabase) => string.Concat(entries.Reverse()
        .Where(entry => !ofDatabase || entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties)
        .Select(entry => ifExists ? Guarded(entry) : entry.DropStatement));

    private static string Guarded(TocEntry entry)
    {
        var statement = entry.DropStatement;
        if (statement.Length == 0 || statement.StartsWith("--", StringComparison.Ordinal)) return statement;
        if (entry.Desc == TocDesc.LargeObject)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '{entry.CatalogOid}';\n");
        }

        const string Alter = "ALTER TABLE";
        var text = new StringBuilder();
        if (statement.StartsWith(Alter, StringComparison.Ordinal))
        {
            text.Append(Alter).Append(" IF EXISTS");
            statement = statement[Alter.Length..];
        }

        // There are no such words for a column's default; a view that takes the place of another is there.
        if (entry.Desc is TocDesc.Default or TocDesc.DatabaseProperties || statement.StartsWith("CREATE OR REPLACE VIEW", StringComparison.Ordinal))
        {
            return text.Append(statement).ToString();
        }

        var words = entry.Desc is TocDesc.Constraint or TocDesc.CheckConstraint or TocDesc.ForeignKey ? "DROP CONSTRAINT" : "DROP " + entry.Desc;
        var place = statement.IndexOf(words, StringComparison.Ordinal);
        return place < 0
            ? text.Append(statement).ToString()
            : text.Append(statement, 0, place + words.Length).Append(" IF EXISTS").Append(statement, place + words.Length, statement.Length - place - words.Length).ToString();
    }
}
