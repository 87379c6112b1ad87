using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// What a copy from one database to the other leaves out, or makes otherwise, on purpose: by the copy's own rules. Nothing is tried at the
/// destination, so that what it would refuse is no part of this.
/// </summary>
internal sealed class CopyIntent
{
    private readonly Dictionary<ObjectAddress, string> left = [];
    private readonly HashSet<QualifiedName> leftTables = [];
    private readonly HashSet<ObjectAddress> lost;
    private readonly MovedNames moved;
    private readonly SchemaWriting writing;
    private readonly Dictionary<string, string> versions;

    private CopyIntent(
        HostProfile source, HostProfile host, DestinationRoles there, Dictionary<string, InstalledExtension> extensions, Dictionary<string, string> versions,
        IReadOnlySet<string> publications, PgDatabase database, IReadOnlyList<string> excludedExtensions)
    {
        (Source, Host, There, Extensions, this.versions) = (source, host, there, extensions, versions);
        writing = new(database);
        var entries = SchemaEntries.Build(database);
        moved = new ExtensionMoves(new(extensions, new Dictionary<string, string>())).NamesOf(entries);
        var (chosen, _) = EntrySelection.Choose(entries, TableSelection.All, excludedExtensions);
        Leave(entries, chosen, "It was left out, or needs what was.");
        var fitted = new FittedEntries(chosen);
        new HostObjects(source, host, publications).Fit(fitted);
        var losses = fitted.Losses.Select(loss => loss.Object).ToHashSet();
        lost = [.. chosen.Where(entry => losses.Contains(entry.ToString())).Select(AddressOf)];
        Leave([.. chosen.Where(entry => !lost.Contains(AddressOf(entry)))], fitted.Entries, $"It is {(source.Schemas.Count > 0 ? source : host).Name}'s own, and not the application's.");
        var unused = HostObjects.UnusedExtensions(fitted.Entries, source);
        var before = fitted.Entries;
        fitted.Leave(entry => unused.Contains(entry) && !extensions.ContainsKey(entry.Tag));
        Leave(before, fitted.Entries, $"{source.Name} puts it into every database, and nothing uses it.");
        before = fitted.Entries;
        new StrangePrivileges(there, IsStrange).Fit(fitted);
        Leave(before, fitted.Entries, "The destination does not have the roles that it is about.");
    }

    /// <summary>Where the source is.</summary>
    public HostProfile Source { get; }

    /// <summary>Where the destination is.</summary>
    public HostProfile Host { get; }

    public DestinationRoles There { get; }

    /// <summary>The destination's extensions.</summary>
    public IReadOnlyDictionary<string, InstalledExtension> Extensions { get; }

    /// <summary>The tables whose rows are not copied.</summary>
    public IReadOnlySet<QualifiedName> LeftTables => leftTables;

    public static async Task<CopyIntent> ReadAsync(
        CatalogSnapshot source, CatalogSnapshot destination, PgDatabase database, IReadOnlyList<string> excludedExtensions, DatabaseProvider? host, CancellationToken cancellationToken)
    {
        var from = await HostRecognition.OfAsync(source.Connection, source.Connector.Endpoint, cancellationToken).ConfigureAwait(false);
        var to = host is { } named ? HostProfile.Of(named) : await HostRecognition.OfAsync(destination.Connection, destination.Connector.Endpoint, cancellationToken).ConfigureAwait(false);
        var there = await DestinationRoles.ReadAsync(destination.Connection, cancellationToken).ConfigureAwait(false);
        var extensions = await ExtensionReader.ReadAsync(destination.Connection, null, cancellationToken).ConfigureAwait(false);
        var publications = await PublicationNames.ReadAsync(destination.Connection, cancellationToken).ConfigureAwait(false);
        var versions = await destination.Session.QueryAsync(
            "SELECT name::text, default_version FROM pg_catalog.pg_available_extensions WHERE default_version IS NOT NULL", row => (Name: row.GetString(0), Version: row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        return new(from, to, there, extensions, versions.ToDictionary(one => one.Name, one => one.Version), publications, database, excludedExtensions);
    }

    /// <summary>The tables whose rows are not copied: those of the source's host, and what needs extensions that were left out.</summary>
    public static async Task<IReadOnlySet<QualifiedName>> ReadLeftTablesAsync(IntegrityRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (request.Rows.Source.Kind != DatabaseKind.PostgreSql || request.Rows.Destination.Kind != DatabaseKind.PostgreSql || request.Rows.DestinationSchema is not null) return new HashSet<QualifiedName>();
        var source = await CatalogSnapshot.OpenAsync(request.Rows.Source, observer, cancellationToken).ConfigureAwait(false);
        await using var sourceEnd = source.ConfigureAwait(false);
        var host = await HostRecognition.OfAsync(source.Connection, source.Connector.Endpoint, cancellationToken).ConfigureAwait(false);
        if (host.Schemas.Count == 0 && request.ExcludeExtensions.Count == 0) return new HashSet<QualifiedName>();
        var destination = await CatalogSnapshot.OpenAsync(request.Rows.Destination, observer, cancellationToken).ConfigureAwait(false);
        await using var destinationEnd = destination.ConfigureAwait(false);
        var database = await new DatabaseReader(source.Session, withRows: false).ReadAsync(cancellationToken).ConfigureAwait(false);
        return (await ReadAsync(source, destination, database, request.ExcludeExtensions, request.DestinationHost, cancellationToken).ConfigureAwait(false)).LeftTables;
    }

    /// <summary>Whether a role's things are left to others, or out, where the destination lacks it.</summary>
    public bool IsStrange(string role) => Host.IsStrange(role, Source, areMade: false);

    /// <summary>Whether the object could not come, which is no intent.</summary>
    public bool IsLost(PgObject one) => lost.Contains(one.Address);

    /// <summary>Why the source's object is not copied; null where it is.</summary>
    public string? WhyLeft(PgObject one)
        => left.TryGetValue(one.Address, out var reason) ? reason
        : ObjectIdentity.RelationOf(one) is { } table && leftTables.Contains(table) ? "Its table is not copied."
        : writing.ExtensionOf(one) is { } extension && left.TryGetValue(extension, out var why) ? why
        : null;

    /// <summary>The version that the destination's server makes an extension of by itself; null where it has none.</summary>
    public string? DefaultVersionOf(string extension) => versions.GetValueOrDefault(extension);

    /// <summary>The extension that brings the object at the source; null where none does.</summary>
    public string? ExtensionOf(PgObject one)
        => writing.ExtensionOf(one) is { } address ? writing.Database.Extensions.FirstOrDefault(extension => extension.Address == address)?.Name : null;

    /// <summary>SQL of the source with the names that its objects have at the destination.</summary>
    public string Move(string sql)
    {
        try
        {
            return moved.Rewrite(sql, withBodies: true);
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            // It is no SQL.
            return sql;
        }
    }

    private static ObjectAddress AddressOf(TocEntry entry) => new(entry.CatalogTableOid, entry.CatalogOid);

    private void Leave(IReadOnlyList<TocEntry> before, IReadOnlyList<TocEntry> after, string reason)
    {
        var kept = after.Select(entry => entry.DumpId).ToHashSet();
        foreach (var entry in before.Where(entry => !kept.Contains(entry.DumpId)))
        {
            if (entry.CatalogTableOid != 0) left.TryAdd(AddressOf(entry), reason);
            if (entry.HasRows || entry.Desc is TocDesc.Table or TocDesc.ForeignTable or TocDesc.View or TocDesc.MaterializedView) leftTables.Add(new(entry.Namespace!, entry.Tag));
        }
    }
}
