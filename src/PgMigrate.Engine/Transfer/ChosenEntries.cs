using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a request takes of the source's entries. Pure.</summary>
/// <param name="Entries">Those that are to be brought, in their order, as the request wants them.</param>
/// <param name="LeftOut">What was asked for, and needs something that was not.</param>
/// <param name="Own">What the source says of its database itself, whatever is chosen.</param>
internal sealed record ChosenEntries(IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> LeftOut, IReadOnlyList<TocEntry> Own)
{
    /// <exception cref="MigrationException">TableNotFound: patterns choose nothing; ParametersConflict: a list of what has no numbers.</exception>
    public static ChosenEntries Of(DatabaseCopyRequest request, IMigrationSource source, IReadOnlyList<TocEntry> entries)
    {
        // A SQLite source has chosen already, by the names that its tables have there.
        var selection = request.Source.Kind == DatabaseKind.Sqlite ? TableSelection.All : request.Selection;
        var (chosen, leftOut) = EntrySelection.Choose(entries, selection, request.ExcludeExtensions);
        if (chosen.Count == 0 && !request.Selection.IsAll) throw CopyErrors.NoTables(request.Source);
        if (request.List is { } list) chosen = ListedEntries.Choose(list, chosen, source is ArchiveSource archive ? archive.DumpIds : throw ListOfScript());
        // Whatever is chosen, the database is made as the source's is.
        List<TocEntry> own = [.. entries.Where(DatabaseRenaming.Concerns)];
        if (request.Create) chosen = [.. own, .. chosen.Where(entry => !DatabaseRenaming.Concerns(entry))];
        return new(EntryRules.Apply(chosen, request), leftOut, own);
    }

    private static MigrationException ListOfScript()
        => TransferRequest.Conflict(nameof(DatabaseCopyRequest.List), "-List names entries by their numbers, and a script's have none.", "Choose with -Table and -Schema, or dump the database as an archive.");
}
