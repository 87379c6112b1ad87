using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Tells the section of a script's entries by their kind and their place (PostgreSQL, pg_dump.c, the ArchiveEntry calls).</summary>
internal sealed class ScriptSections
{
    private static readonly string[] Remarks = [TocDesc.Comment, TocDesc.Privileges, TocDesc.SecurityLabel];

    private static readonly string[] AfterRows =
    [
        TocDesc.Index, TocDesc.IndexAttach, TocDesc.Constraint, TocDesc.ForeignKey, TocDesc.CheckConstraint, TocDesc.ExtendedStatistics, TocDesc.Rule, TocDesc.Trigger,
        TocDesc.EventTrigger, TocDesc.Policy, TocDesc.RowSecurity, TocDesc.Refresh, TocDesc.Publication, TocDesc.PublicationTable, TocDesc.PublicationSchema,
        TocDesc.Subscription, TocDesc.DefaultPrivileges, "SUBSCRIPTION TABLE",
    ];

    private static readonly string[] WithRows = [TocDesc.TableData, TocDesc.SequenceSet, TocDesc.LargeObjectBytes, TocDesc.LargeObjects, TocDesc.StatisticsData];

    private TocSection reached = TocSection.PreData;

    /// <summary>The section of the next entry.</summary>
    public TocSection Next(ScriptBlock block)
    {
        if (Remarks.Contains(block.Header.Desc)) return TocSection.None;
        var natural = AfterRows.Contains(block.Header.Desc) ? TocSection.PostData
            : WithRows.Contains(block.Header.Desc) || (block.IsLoose && block.Run is not null) ? TocSection.Data
            : TocSection.PreData;
        // What needs something of a later section comes there, such as a function whose body needs a primary key.
        if (natural == TocSection.PreData && reached > TocSection.PreData) natural = TocSection.PostData;
        if (natural > reached) reached = natural;
        return natural == TocSection.Data && reached == TocSection.PostData ? block.IsLoose || block.Header.Desc == TocDesc.StatisticsData ? TocSection.PostData : natural : natural;
    }
}
