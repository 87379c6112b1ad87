namespace PgMigrate.Engine.Schema;

/// <summary>What ALL stands for in GRANT, by kind of object, in pg_dump's order (PostgreSQL, dumputils.c, parseAclItem).</summary>
internal static class PrivilegeNames
{
    public static IReadOnlyList<string> Schema { get; } = ["CREATE", "USAGE"];

    public static IReadOnlyList<string> Sequence { get; } = ["SELECT", "USAGE", "UPDATE"];

    public static IReadOnlyList<string> Column { get; } = ["SELECT", "INSERT", "REFERENCES", "UPDATE"];

    public static IReadOnlyList<string> Function { get; } = ["EXECUTE"];

    public static IReadOnlyList<string> LargeObject { get; } = ["SELECT", "UPDATE"];

    /// <summary>Of types, domains, languages, foreign-data wrappers and servers.</summary>
    public static IReadOnlyList<string> Usage { get; } = ["USAGE"];

    public static IReadOnlyList<string> Database { get; } = ["CREATE", "CONNECT", "TEMPORARY"];

    /// <summary>MAINTAIN came with PostgreSQL 17.</summary>
    public static IReadOnlyList<string> Table(int serverVersion)
    {
        string[] names = ["SELECT", "INSERT", "REFERENCES", "DELETE", "TRIGGER", "TRUNCATE"];
        return serverVersion >= 170000 ? [.. names, "MAINTAIN", "UPDATE"] : [.. names, "UPDATE"];
    }
}
