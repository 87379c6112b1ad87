using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// Breaks the loop of a type and the functions that read and write its values, or that make its ranges canonical: the type is announced as a
/// shell, which is all that the functions need (PostgreSQL documentation, CREATE TYPE, Base Types).
/// </summary>
internal static class ShellTypes
{
    /// <summary>Lets the type yield to its functions.</summary>
    public static void Announce(SchemaItem item) => item.Yield = (needed, items) => Yield(item, needed, items);

    private static bool Yield(SchemaItem item, SchemaItem needed, SchemaItems items)
    {
        var functions = item.Dependencies
            .Where(one => one.Address?.CatalogOid == SystemCatalog.Function && one.Dependencies.Contains(item)).ToList();
        if (!functions.Contains(needed)) return false;
        var shell = Shell(item);
        items.Add(shell);
        foreach (var function in functions)
        {
            function.Dependencies.Remove(item);
            function.Dependencies.Add(shell);
        }

        return true;
    }

    private static SchemaItem Shell(SchemaItem type)
    {
        var shell = new SchemaItem
        {
            Priority = RestorePriority.Type,
            Entry = new()
            {
                DumpId = 0,
                Tag = type.Entry!.Tag,
                Desc = TocDesc.ShellType,
                Section = TocSection.PreData,
                Definition = $"CREATE TYPE {SqlText.Name(type.Entry.Namespace, type.Entry.Tag)};\n",
                Namespace = type.Entry.Namespace,
                Owner = type.Entry.Owner,
            },
        };
        foreach (var schema in type.Dependencies.Where(one => one.Priority == RestorePriority.Schema)) shell.Dependencies.Add(schema);
        return shell;
    }
}
