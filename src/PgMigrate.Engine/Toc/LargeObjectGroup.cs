using System.Globalization;

namespace PgMigrate.Engine.Toc;

/// <summary>
/// What the entry of a group of large objects holds and means: its definition is a list of OIDs, a line each, and what others say of its first
/// one they say of all (PostgreSQL 17, pg_dump.c, dumpLO).
/// </summary>
internal static class LargeObjectGroup
{
    /// <summary>What stands for a statement that drops them.</summary>
    public const string Drop = "-- dummy";

    private const string Kind = "LARGE OBJECT ";

    public static string Write(IEnumerable<uint> oids)
        => string.Concat(oids.Select(oid => oid.ToString(CultureInfo.InvariantCulture) + "\n"));

    /// <summary>The large objects of an entry, of a group or, in older archives, a single one.</summary>
    public static IEnumerable<uint> OidsOf(TocEntry entry) => (entry.Desc == TocDesc.LargeObject ? entry.Tag : entry.Definition)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => uint.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The statements that make a group and give it to its owner.</summary>
    /// <param name="entry">The group.</param>
    /// <param name="withOwner">Whether the owner is another than the role that makes it.</param>
    public static IEnumerable<string> Statements(TocEntry entry, bool withOwner)
    {
        yield return $"SELECT pg_catalog.count(pg_catalog.lo_create(one)) FROM pg_catalog.unnest({Array(entry)}) AS one";
        if (!withOwner) yield break;
        foreach (var oid in OidsOf(entry)) yield return string.Create(CultureInfo.InvariantCulture, $"ALTER {Kind}{oid} OWNER TO {SqlText.Name(entry.Owner!)}");
    }

    /// <summary>The statement that drops a group.</summary>
    public static string DropStatement(TocEntry entry, bool ifExists)
        => $"SELECT pg_catalog.count(pg_catalog.lo_unlink(one)) FROM pg_catalog.unnest({Array(entry)}) AS one"
        + (ifExists ? " WHERE EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata m WHERE m.oid = one)" : "");

    /// <summary>A statement that grants on a group's first one, for all of the group.</summary>
    public static string ForAll(string statement, TocEntry group)
    {
        var oids = OidsOf(group).Select(oid => oid.ToString(CultureInfo.InvariantCulture)).ToList();
        var first = $" ON {Kind}{oids[0]} ";
        var place = statement.IndexOf(first, StringComparison.Ordinal);
        return place < 0 ? statement : $"{statement[..place]} ON {Kind}{string.Join(", ", oids)} {statement[(place + first.Length)..]}";
    }

    private static string Array(TocEntry entry) => $"'{{{string.Join(',', OidsOf(entry))}}}'::pg_catalog.oid[]";
}
