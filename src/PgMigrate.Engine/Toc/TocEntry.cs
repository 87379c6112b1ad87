namespace PgMigrate.Engine.Toc;

/// <summary>One thing to restore, with the fields of pg_dump's table of contents (PostgreSQL, pg_backup_archiver.h).</summary>
public sealed record TocEntry
{
    /// <summary>Identifies the entry within its table of contents; from 1.</summary>
    public required int DumpId { get; init; }

    /// <summary>The OID of the catalog that describes the object; 0 where there is none.</summary>
    public uint CatalogTableOid { get; init; }

    /// <summary>The object's OID in that catalog; 0 where there is none.</summary>
    public uint CatalogOid { get; init; }

    /// <summary>The object's name, as pg_dump tags it, such as <c>orders</c> or <c>orders orders_pkey</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>The kind of object, as pg_dump names it, such as <c>TABLE</c> or <c>FK CONSTRAINT</c>: see <see cref="TocDesc"/>.</summary>
    public required string Desc { get; init; }

    public required TocSection Section { get; init; }

    /// <summary>The statements that make the object; empty for rows.</summary>
    public string Definition { get; init; } = "";

    /// <summary>
    /// The definition's work in parts that lock less, each a transaction of its own, such as an index first and then the primary key that takes
    /// it over; empty where it is done as the definition says.
    /// </summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>The statement that removes the object; empty where there is none.</summary>
    public string DropStatement { get; init; } = "";

    /// <summary>The COPY … FROM stdin statement of a table's rows; null for all else.</summary>
    public string? CopyStatement { get; init; }

    /// <summary>
    /// Which rows of the table belong to the entry, as a clause that begins with WHERE; null for all. An extension says which rows of its
    /// tables are the user's (pg_extension_config_dump).
    /// </summary>
    public string? RowCondition { get; init; }

    public string? Namespace { get; init; }

    public string? Owner { get; init; }

    public string? Tablespace { get; init; }

    public string? TableAccessMethod { get; init; }

    /// <summary>pg_class.relkind for relations; null for all else.</summary>
    public char? RelationKind { get; init; }

    /// <summary>The dump ids of the entries that must be restored before this one.</summary>
    public IReadOnlyList<int> Dependencies { get; init; } = [];

    /// <summary>The expected size of the rows, for planning; 0 for all else.</summary>
    public long DataBytes { get; init; }

    /// <summary>The expected number of rows, for planning; null where it is not known.</summary>
    public long? DataRows { get; init; }

    /// <summary>Whether a failure of the entry is reported and does not stop the rest, as for a view that was translated.</summary>
    public bool IsOptional { get; init; }

    /// <summary>
    /// Statements that the definition, or the entry's own statements, need before them. Each takes effect for one transaction, such as
    /// <c>SET LOCAL search_path = app, pg_catalog</c>, which scripts of 2018 and older set for each schema.
    /// </summary>
    public IReadOnlyList<string> Preparation { get; init; } = [];

    /// <summary>
    /// Whether the entry's data are statements to be executed as they are, such as INSERT, instead of COPY's rows.
    /// </summary>
    public bool HasStatements { get; init; }

    /// <summary>Whether a data stream belongs to the entry.</summary>
    public bool HasData => Desc is TocDesc.TableData or TocDesc.LargeObjectBytes || HasStatements;

    /// <summary>Whether the entry stands for a table's rows, which come by COPY.</summary>
    public bool HasRows => Desc is TocDesc.TableData && !HasStatements;

    /// <summary>
    /// Whether its turn is after everything, privileges too: what reads rows as its owner, what acts on its own, and the statistics of what that
    /// has filled (PostgreSQL, pg_backup_archiver.c, _tocEntryRestorePass).
    /// </summary>
    public bool ComesLast => Desc is TocDesc.Refresh or TocDesc.EventTrigger || (Desc == TocDesc.StatisticsData && Section == TocSection.PostData);

    /// <summary>A stable name of the entry across runs: the journal's key.</summary>
    public string Key => $"{Desc} {Namespace ?? "-"} {Tag}{Distinction}";

    /// <summary>What tells entries of one kind and tag apart: operators by their types, classes by access method, default privileges by role.</summary>
    private string Distinction => Desc switch
    {
        TocDesc.Operator or TocDesc.OperatorClass or TocDesc.OperatorFamily => " " + DropStatement.Trim(),
        TocDesc.DefaultPrivileges => " " + Owner,
        _ => "",
    };

    public override string ToString() => Key;
}
