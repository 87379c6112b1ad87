namespace PgMigrate.Engine.Transfer;

/// <summary>Which tables' rows to copy, from where to where, and how.</summary>
public sealed record TableCopyRequest : TransferRequest
{
    /// <summary>The destination's schema; null for the source's own (<c>public</c> for SQLite).</summary>
    public string? DestinationSchema { get; init; }

    public CopyMode Mode { get; init; }

    /// <summary>Creates the tables of a SQLite source in the destination, with keys, indexes and constraints.</summary>
    public bool CreateTable { get; init; }

    internal override string Activity => "Copying tables";

    internal override bool CreatesTables => CreateTable;

    internal override CopyMode RowMode => Mode;

    internal override string RemedyForRows => "Say with -Mode Append, Truncate or Upsert what shall become of them.";

    internal override string? RowSchema => DestinationSchema;

    internal override bool AdvancesSequences => true;

    internal override bool TellsEntriesByTable => true;

    /// <summary>Without -CreateTable a resumed run would end without indexes and foreign keys.</summary>
    internal override string Settings => $"-Mode {Mode} -DestinationSchema {DestinationSchema ?? "-"}" + (CreateTable ? " -CreateTable" : "");

    /// <summary>The tables are there, whoever made them.</summary>
    internal override bool Covers(string settings) => settings == Settings || settings == (this with { CreateTable = true }).Settings;
}
