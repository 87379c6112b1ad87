
namespace PgMigrate.Engine.Archives;

/// <summary>
/// What a script has set for its session so far. The engine's own sessions are set up as pg_dump's scripts set theirs; what goes beyond that
/// must come with each statement.
/// </summary>
internal sealed class ScriptSettings
{
    /// <summary>What the server's session begins with.</summary>
    private const string Default = "DEFAULT";

    /// <summary>What is the same in every session of the engine, or what no statement of a script depends on.</summary>
    private static readonly HashSet<string> Given =
    [
        "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout", "transaction_timeout", "check_function_bodies",
        "client_min_messages", "row_security", "default_with_oids", "escape_string_warning", "client_encoding", "standard_conforming_strings",
    ];

    private readonly SortedDictionary<string, string> others = new(StringComparer.Ordinal);

    /// <summary>The search_path as SET writes it; empty where names say their schema.</summary>
    public string SearchPath { get; private set; } = Default;

    /// <summary>The schemas of the search_path, as far as they are named.</summary>
    public IReadOnlyList<string> Schemas { get; private set; } = ["public"];

    /// <summary>default_tablespace; null before it is set.</summary>
    public string? Tablespace { get; private set; }

    /// <summary>default_table_access_method; null before it is set.</summary>
    public string? AccessMethod { get; private set; }

    public bool IsStandardConforming { get; private set; } = true;

    /// <summary>The encoding that the script says it is in; null before it says so.</summary>
    public string? Encoding { get; private set; }

    /// <summary>Whether the script acts as another role than the one that runs it.</summary>
    public bool ChangesRole { get; private set; }

    /// <summary>What each statement needs besides the search_path.</summary>
    public IReadOnlyList<string> Others => [.. others.Values];

    /// <summary>The statement that sets a search_path for one transaction.</summary>
    public static string Prepare(string searchPath) => searchPath.Length == 0
        ? "SELECT pg_catalog.set_config('search_path', '', true)"
        : $"SET LOCAL search_path TO {searchPath}";

    /// <summary>\connect begins a new session.</summary>
    public void Reset()
    {
        others.Clear();
        (SearchPath, Schemas, Tablespace, AccessMethod, IsStandardConforming) = (Default, ["public"], null, null, true);
    }

    /// <summary>Takes SET, RESET or a call of set_config; false where the statement is none of these, or sets something but for its transaction.</summary>
    public bool Take(StatementTokens statement) => statement switch
    {
        _ when statement.Is(0, "RESET") => TakeReset(statement),
        _ when statement.Is(0, "SET") => TakeSet(statement, statement.Is(1, "SESSION") || statement.Is(1, "LOCAL") ? 2 : 1),
        _ when statement.Is(0, "SELECT") => TakeCall(statement),
        _ => false,
    };

    private bool TakeReset(StatementTokens statement)
    {
        if (statement.NameAt(1) is not { } name) return false;
        if (name is "role" or "session") return true;
        if (name == "all") Reset();
        else Set(name, Default, null);
        return true;
    }

    private bool TakeSet(StatementTokens statement, int place)
    {
        if (statement.Is(place, "CONSTRAINTS") || statement.Is(place, "TRANSACTION") || statement.Is(place, "CHARACTERISTICS")) return false;
        if (statement.Is(place, "ROLE") || statement.Is(place, "AUTHORIZATION")) return ChangesRole = true;
        if (statement.Are(place, "TIME", "ZONE"))
        {
            others["timezone"] = $"SET LOCAL TIME ZONE {statement.Between(place + 2, statement.Count)}";
            return true;
        }

        if (statement.QualifiedNameAt(place) is not { } name || !(statement[name.Next] is "=" || statement.Is(name.Next, "TO"))) return false;
        var value = statement.Between(name.Next + 1, statement.Count);
        Set(name.Schema is null ? name.Name : $"{name.Schema}.{name.Name}", value, statement, name.Next + 1);
        return true;
    }

    /// <summary>SELECT pg_catalog.set_config('search_path', '', false).</summary>
    private bool TakeCall(StatementTokens statement)
    {
        var place = statement.Is(1, "pg_catalog") ? 3 : 1;
        if (!statement.Is(place, "set_config") || statement.StringAt(place + 2) is not { } name || statement.StringAt(place + 4) is not { } value) return false;
        var list = new StatementTokens(value);
        if (name == "search_path") Set(name, value.Trim(), list);
        else Set(name, SqlText.StandardLiteral(value), null);
        return true;
    }

    private void Set(string name, string value, StatementTokens? words, int place = 0)
    {
        var plain = value.Length > 1 && value[0] == '\'' && value[^1] == '\'' ? value[1..^1].Replace("''", "'", StringComparison.Ordinal) : value;
        var isDefault = value.Equals(Default, StringComparison.OrdinalIgnoreCase);
        switch (name)
        {
            case "search_path":
                SearchPath = isDefault ? Default : plain.Length == 0 || plain == "\"\"" ? "" : value;
                Schemas = isDefault || words is null ? ["public"] : SchemasOf(words, place);
                break;
            case "default_tablespace":
                Tablespace = isDefault ? null : words?.NameAt(place) ?? plain;
                break;
            case "default_table_access_method":
                AccessMethod = isDefault ? null : words?.NameAt(place) ?? plain;
                break;
            case "standard_conforming_strings":
                IsStandardConforming = plain.ToLowerInvariant() is not ("off" or "false" or "0" or "no");
                break;
            case "client_encoding" or "names":
                Encoding = plain;
                break;
            case "role" or "session_authorization":
                ChangesRole = true;
                break;
            case "xmloption" when plain == "content":
                others.Remove(name);
                break;
            default:
                if (!Given.Contains(name)) others[name] = $"SET LOCAL {string.Join('.', name.Split('.').Select(SqlText.Name))} TO {value}";
                break;
        }
    }

    private static List<string> SchemasOf(StatementTokens words, int place)
    {
        var schemas = new List<string>();
        for (var index = place; index < words.Count; index++)
        {
            if ((words.NameAt(index) ?? words.StringAt(index)) is { Length: > 0 } schema && schema is not ("$user" or "pg_catalog")) schemas.Add(schema);
        }

        return schemas;
    }
}
