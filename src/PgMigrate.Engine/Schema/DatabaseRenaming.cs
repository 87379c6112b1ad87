using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>Rewrites what is said of the database itself for another database's name; it holds for a live source's entries and an archive's.</summary>
internal static class DatabaseRenaming
{
    private static readonly string[] Leads = ["CREATE", "ALTER", "DROP", "ON", "IN"];

    /// <summary>Whether the entry says something of the database itself, and so names it.</summary>
    public static bool Concerns(TocEntry entry) => entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties
        || (entry.Desc is TocDesc.Comment or TocDesc.SecurityLabel or TocDesc.Privileges && entry.Tag.StartsWith("DATABASE ", StringComparison.Ordinal));

    /// <summary>The entry for a database of the given name; an entry of anything else as it is.</summary>
    public static TocEntry Apply(TocEntry entry, string name) => !Concerns(entry) ? entry : entry with
    {
        Tag = entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties ? name : $"DATABASE {SqlText.Name(name)}",
        Definition = Rename(entry.Definition, name),
        DropStatement = Rename(entry.DropStatement, name),
    };

    /// <summary>
    /// The database's name is what follows the word DATABASE where that stands for the kind of object: after CREATE, ALTER, DROP, ON or IN.
    /// (No role can be called so that this is not clear: IN and ON are reserved.) One statement, which pg_dump writes for a template,
    /// has it as a value.
    /// </summary>
    private static string Rename(string statements, string name)
    {
        var (text, written) = (new StringBuilder(), 0);
        var (before, previous) = (default(SqlToken), default(SqlToken));
        var lexer = new SqlLexer(statements);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (Replacement(lexer, before, previous, name) is { } replacement)
            {
                text.Append(statements, written, token.Start - written).Append(replacement);
                written = token.End;
            }

            (before, previous) = (previous, token);
        }

        return text.Append(statements, written, statements.Length - written).ToString();
    }

    /// <summary>What stands for the token behind two others; null for one that stays.</summary>
    private static string? Replacement(SqlLexer lexer, SqlToken before, SqlToken previous, string name)
        => lexer.Is(previous, "DATABASE") && IsLead(lexer, before) ? SqlText.Name(name)
        : lexer.Is(before, "datname") && previous.Kind == SqlTokenKind.Other ? SqlText.StandardLiteral(name)
        : null;

    private static bool IsLead(SqlLexer lexer, SqlToken token)
    {
        foreach (var lead in Leads)
        {
            if (lexer.Is(token, lead)) return true;
        }

        return false;
    }
}
