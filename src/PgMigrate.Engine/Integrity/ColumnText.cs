using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>How a column's value is written in a query, so that equal values print alike at both ends.</summary>
internal static class ColumnText
{
    /// <summary>Types of fixed and small size, which no row's text is too long for.</summary>
    private static readonly HashSet<string> Small =
    [
        "boolean", "smallint", "integer", "bigint", "oid", "real", "double precision", "money", "date", "uuid", "interval", "\"char\"", "name",
        "timestamp without time zone", "timestamp with time zone", "time without time zone", "time with time zone", "macaddr", "macaddr8", "inet", "cidr", "pg_lsn",
    ];

    public static bool IsSmall(PgColumn column) => Small.Contains(column.Type);

    /// <summary>The value itself. Money prints as lc_monetary says, its number does not.</summary>
    public static string Value(PgColumn column, string row) => column.Type == "money" ? $"{Name(column, row)}::pg_catalog.numeric" : Name(column, row);

    /// <summary>
    /// The value's text from its type's own output function, and NULL for NULL only. A cast to text may be another function (it strips
    /// character's padding), and IS NULL holds for a composite value of nulls.
    /// </summary>
    public static string Text(PgColumn column, string row)
        => $"CASE WHEN pg_catalog.num_nulls({Name(column, row)}) = 0 THEN pg_catalog.concat({Value(column, row)}) END";

    /// <summary>Two hashes of a value that may be as long as values can be, as one short text.</summary>
    public static string Digest(PgColumn column, string row, bool isRecoded)
    {
        var name = Name(column, row);
        return $"CASE WHEN pg_catalog.num_nulls({name}) = 0 THEN pg_catalog.concat({Hash(column, row, 0, isRecoded)}, ':', {Hash(column, row, 1, isRecoded)}) END";
    }

    /// <summary>
    /// A short text that says how the value prints: v and the text, or, where that has more than so many bytes, s, the number of its bytes,
    /// its hash and its beginning, with colons between.
    /// </summary>
    public static string Shown(PgColumn column, string row, int longest, int shown, bool isRecoded)
    {
        var name = Name(column, row);
        var text = Printed(column, row);
        if (IsSmall(column)) return $"CASE WHEN pg_catalog.num_nulls({name}) = 0 THEN pg_catalog.concat('v', {Value(column, row)}) END";
        // The hexadecimal text of a byte string is twice as long, and may be longer than the server can make it.
        var length = column.Type == "bytea" ? $"pg_catalog.octet_length({name})" : $"pg_catalog.octet_length({text})";
        var beginning = column.Type == "bytea" ? $"pg_catalog.substr({name}, 1, {shown / 2})" : $"pg_catalog.left({text}, {shown})";
        return FormattableString.Invariant($"""
            CASE WHEN pg_catalog.num_nulls({name}) > 0 THEN NULL WHEN {length} <= {longest} THEN pg_catalog.concat('v', {text})
            ELSE pg_catalog.concat('s', {length}, ':', {Hash(column, row, 0, isRecoded)}, ':', {beginning}) END
            """);
    }

    /// <summary>A row's text, hashed: alike whatever the collation, and whatever the servers' encodings.</summary>
    public static string HashOfText(string text, long seed, bool isRecoded)
    {
        var compared = isRecoded ? $"pg_catalog.encode(pg_catalog.convert_to({text}, 'UTF8'), 'hex')" : text;
        return FormattableString.Invariant($"pg_catalog.hashtextextended({compared} COLLATE pg_catalog.\"C\", '{seed}'::bigint)");
    }

    public static string Name(PgColumn column, string row) => $"{row}.{SqlText.Identifier(column.Name)}";

    /// <summary>Byte strings are hashed as they are, through the one hash function that takes them.</summary>
    private static string Hash(PgColumn column, string row, int seed, bool isRecoded) => column.Type == "bytea"
        ? FormattableString.Invariant($"pg_catalog.hash_array_extended(ARRAY[{Name(column, row)}], {seed})")
        : HashOfText(Printed(column, row), seed, isRecoded);

    /// <summary>A value that is not null as text. What is text already is not copied: its copies would be as long, and all be in the server's memory.</summary>
    private static string Printed(PgColumn column, string row)
        => column.Type is "text" or "character varying" || column.Type.StartsWith("character varying(", StringComparison.Ordinal)
            ? $"{Name(column, row)}::text"
            : $"pg_catalog.concat({Value(column, row)})";
}
