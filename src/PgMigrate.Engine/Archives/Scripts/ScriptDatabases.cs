using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Chooses one database's part of a script that may speak of several, as pg_dumpall's does. Pure.</summary>
internal static class ScriptDatabases
{
    /// <summary>What comes before the first \connect, such as roles and the database itself, and the one database that has anything in it.</summary>
    /// <exception cref="MigrationException">ScriptOfSeveralDatabases.</exception>
    public static IReadOnlyList<ScriptBlock> Choose(IReadOnlyList<ScriptBlock> blocks, string file)
    {
        var filled = blocks.Where(block => block.Database is not null && !IsOfDatabase(block)).Select(block => block.Database).Distinct().ToList();
        if (filled.Count > 1)
        {
            throw new MigrationException(
                "ScriptOfSeveralDatabases", MigrationErrorCategory.InvalidData, $"{file} holds the databases {string.Join(", ", filled)}, and there is one destination.")
            {
                Subject = file,
                Remedy = "Dump each of them by itself with pg_dump, or cut the script at its \\connect lines.",
            };
        }

        var inside = filled.Count == 0 ? null : filled[0];
        return [.. blocks.Where(block => block.Database is null ? inside is null || !IsOtherDatabase(block, inside) : block.Database == inside)];
    }

    private static bool IsOfDatabase(ScriptBlock block) => block.Header.Desc is TocDesc.Database or TocDesc.DatabaseProperties
        || block.Header.Tag.StartsWith("DATABASE ", StringComparison.Ordinal);

    private static bool IsOtherDatabase(ScriptBlock block, string inside)
        => block.Header.Desc is TocDesc.Database or TocDesc.DatabaseProperties && block.Header.Tag.Split(" (line ")[0] != inside;
}
