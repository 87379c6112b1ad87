using System.Globalization;

namespace PgMigrate;

/// <summary>One entry of an archive's table of contents.</summary>
public sealed record PgArchiveEntry
{
    /// <summary>The archive's file or folder.</summary>
    public required string Archive { get; init; }

    /// <summary>Identifies the entry within its archive.</summary>
    public required int DumpId { get; init; }

    /// <summary>The OID, at the database that was dumped, of the catalog that describes the object; 0 where there is none.</summary>
    public uint CatalogTableOid { get; init; }

    /// <summary>The object's OID in that catalog; 0 where there is none.</summary>
    public uint CatalogOid { get; init; }

    /// <summary>The section; none for what goes with another object, such as a comment.</summary>
    public required DatabaseSections Section { get; init; }

    /// <summary>The kind of object, as pg_dump names it, such as <c>TABLE</c> or <c>FK CONSTRAINT</c>.</summary>
    public required string Kind { get; init; }

    public string? Schema { get; init; }

    /// <summary>The object's name, as pg_dump tags it, such as <c>orders orders_pkey</c>.</summary>
    public required string Name { get; init; }

    public string? Owner { get; init; }

    /// <summary>Whether rows or large objects' bytes belong to it.</summary>
    public bool HasData { get; init; }

    /// <summary>The size of these in the archive, compressed as they are.</summary>
    public long Bytes { get; init; }

    /// <summary>The dump ids of the entries that it needs; some of them may not be in the archive.</summary>
    public IReadOnlyList<int> Dependencies { get; init; } = [];

    /// <summary>The statements that make the object; empty for rows.</summary>
    public string Definition { get; init; } = "";

    /// <summary>The statement that drops the object; empty where there is none.</summary>
    public string DropStatement { get; init; } = "";

    /// <summary>The COPY statement of a table's rows; null for all else.</summary>
    public string? CopyStatement { get; init; }

    /// <summary>The entry's line in a list for <c>Import-PgDatabase -List</c>, as pg_restore --list prints it.</summary>
    public string ListLine => string.Create(
        CultureInfo.InvariantCulture,
        $"{DumpId}; {CatalogTableOid} {CatalogOid} {Kind} {OneLine(string.IsNullOrEmpty(Schema) ? "-" : Schema)} {OneLine(Name)} {OneLine(Owner ?? "")}");

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    public override string ToString() => $"{Kind} {Schema ?? "-"} {Name}";
}
