using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>The items of objects whose schema and name say which one it is.</summary>
internal static class NamedEntry
{
    /// <param name="writing">What the writers share.</param>
    /// <param name="one">The object.</param>
    /// <param name="priority">Its place in the order.</param>
    /// <param name="desc">Its kind, as entries, CREATE and DROP name it.</param>
    /// <param name="clauses">What follows CREATE, the kind and the name.</param>
    /// <param name="keyword">The kind as COMMENT and GRANT name it, where that is another.</param>
    /// <param name="grantable">What ALL privileges are; null for a kind that has none.</param>
    /// <param name="grantType">The kind as only GRANT names it, where that is another.</param>
    public static SchemaItem Create(
        SchemaWriting writing, PgObject one, RestorePriority priority, string desc, string clauses,
        string? keyword = null, IReadOnlyList<string>? grantable = null, string? grantType = null)
    {
        var name = SqlText.Name(one.Schema, one.Name);
        return Write(writing, one, priority, desc, $"CREATE {desc} {name}{clauses}", $"DROP {desc} {name};\n", keyword, grantable, grantType);
    }

    /// <summary>The same with the statements in full.</summary>
    public static SchemaItem Write(
        SchemaWriting writing, PgObject one, RestorePriority priority, string desc, string definition, string dropStatement,
        string? keyword = null, IReadOnlyList<string>? grantable = null, string? grantType = null)
    {
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = desc,
            Section = TocSection.PreData,
            Definition = definition,
            DropStatement = dropStatement,
        };
        return writing.Item(
            one, priority, entry, $"{keyword ?? desc} {SqlText.Name(one.Schema, one.Name)}", $"{keyword ?? desc} {SqlText.Name(one.Name)}",
            grantable, grantType: grantType);
    }
}
