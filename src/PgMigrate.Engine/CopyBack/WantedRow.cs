using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Rows that are looked for.</summary>
internal sealed class WantedRow(RowMismatch row, long number, long copies)
{
    public RowMismatch Row => row;

    /// <summary>The mismatch's number within its table.</summary>
    public long Number => number;

    /// <summary>How many of them were not found yet.</summary>
    public long Rest { get; set; } = copies;
}
