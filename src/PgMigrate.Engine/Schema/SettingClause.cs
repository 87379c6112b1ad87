namespace PgMigrate.Engine.Schema;

/// <summary>The SET clause of a function, role or database from its <c>name=value</c> (PostgreSQL, dumputils.c, makeAlterConfigCommand).</summary>
internal static class SettingClause
{
    /// <summary>The settings whose value is a list of names (GUC_LIST_QUOTE), which a single literal would make one name of.</summary>
    private static readonly string[] Lists =
    [
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces",
        "unix_socket_directories",
    ];

    /// <summary>A function's, such as <c>search_path TO 'a', 'b'</c>.</summary>
    public static string Write(string setting) => Write(setting, SqlText.StandardLiteral);

    /// <summary>A role's or database's, whose literals pg_dump and pg_dumpall write for any setting of standard_conforming_strings.</summary>
    public static string WriteForSession(string setting) => Write(setting, value => SqlText.Literal(value).TrimStart());

    private static string Write(string setting, Func<string, string> literal)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = (setting[..equals], setting[(equals + 1)..]);
        var values = Lists.Contains(name, StringComparer.OrdinalIgnoreCase) ? Names(value) : [value];
        return $"{SqlText.Name(name)} TO {string.Join(", ", values.Select(literal))}";
    }

    /// <summary>The names of a list: separated by commas, in double quotes where they need them.</summary>
    private static IEnumerable<string> Names(string list)
    {
        var position = 0;
        while (position < list.Length)
        {
            while (position < list.Length && list[position] is ' ' or ',') position++;
            if (position >= list.Length) break;
            yield return list[position] == '"' ? Quoted() : Plain();
        }

        string Quoted()
        {
            var name = new System.Text.StringBuilder();
            for (position++; position < list.Length; position++)
            {
                if (list[position] == '"' && (++position >= list.Length || list[position] != '"')) break;
                name.Append(list[position]);
            }

            return name.ToString();
        }

        string Plain()
        {
            var end = list.IndexOf(',', position);
            var name = list[position..(end < 0 ? list.Length : end)].TrimEnd();
            position = end < 0 ? list.Length : end;
            return name;
        }
    }
}
