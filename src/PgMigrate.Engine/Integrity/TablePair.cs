using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows at both ends, and how far each was read.</summary>
internal sealed class TablePair(int number, EndRows source, EndRows destination) : IRunningTable
{
    public EndRows Source => source;

    public EndRows Destination => destination;

    public int Number => number;

    /// <summary>The same table with its ends the other way round.</summary>
    public TablePair Turned => new(number, destination, source);

    public string Name => $"{destination.Rows.Schema}.{destination.Rows.Table}";

    /// <summary>Whether a record is this table's.</summary>
    public bool Is(TableIntegrity one) => one.Schema == destination.Rows.Schema && one.Table == destination.Rows.Table;

    /// <summary>What was read at both ends.</summary>
    public CopyCount Moved => source.Read.Rows < destination.Read.Rows ? source.Read : destination.Read;

    public long? ExpectedRows => source.Entry.DataRows;

    public long ExpectedBytes => source.Entry.DataBytes;
}
