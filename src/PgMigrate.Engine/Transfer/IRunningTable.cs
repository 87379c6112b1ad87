using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Transfer;

/// <summary>A table of a run, as its progress is told. May be asked from any thread.</summary>
internal interface IRunningTable
{
    /// <summary>Identifies the table within the run; never 0.</summary>
    int Number { get; }

    string Name { get; }

    /// <summary>What is done of it so far.</summary>
    CopyCount Moved { get; }

    /// <summary>The expected number of rows; null where it is not known.</summary>
    long? ExpectedRows { get; }

    /// <summary>The expected number of bytes; 0 where it is not known.</summary>
    long ExpectedBytes { get; }
}
