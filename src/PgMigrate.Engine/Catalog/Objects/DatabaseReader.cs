namespace PgMigrate.Engine.Catalog;

/// <summary>Reads pg_catalog of PostgreSQL 12 to 18 into the whole model, one query per kind of object, within one snapshot.</summary>
/// <param name="session">The session that reads.</param>
/// <param name="beside">Another one of the same snapshot, which reads half of it at the same time; null where there is none.</param>
/// <param name="withRows">Whether it matters how large tables are and where sequences stand.</param>
/// <param name="withStatistics">Whether what the planner knows is wanted.</param>
internal sealed class DatabaseReader(CatalogSession session, CatalogSession? beside = null, bool withRows = true, bool withStatistics = false)
{
    public async Task<PgDatabase> ReadAsync(CancellationToken cancellationToken)
    {
        var columns = ColumnsQuery.ReadRowsAsync(session, cancellationToken);
        // One session answers one query at a time.
        if (beside is null) await columns.ConfigureAwait(false);
        var reading = ReadRelationsAsync(beside ?? session, columns, cancellationToken);
        if (beside is null) await reading.ConfigureAwait(false);
        var others = ReadOthersAsync(columns, cancellationToken);
        await Task.WhenAll(reading, others).ConfigureAwait(false);
        var (database, relations) = (await others.ConfigureAwait(false), await reading.ConfigureAwait(false));
        return database with
        {
            Tables = relations.Tables,
            Indexes = relations.Indexes,
            Views = relations.Views,
            MaterializedViews = relations.MaterializedViews,
        };
    }

    /// <summary>
    /// What holds rows or shows them, but for its columns, which is about half of the work: all for which the server opens each relation, which
    /// takes long for the first time in a session.
    /// </summary>
    private async Task<Relations> ReadRelationsAsync(
        CatalogSession reader, Task<List<(uint Relation, PgColumn Column)>> rows, CancellationToken cancellationToken)
    {
        var constraints = await RowConstraintsQuery.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        var defaults = await DefaultsQuery.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        var columns = ColumnsQuery.Define(await rows.ConfigureAwait(false), defaults, constraints);
        var indexes = await IndexesQuery.ReadAsync(reader, columns, cancellationToken).ConfigureAwait(false);
        var tables = await new CatalogReader(reader).ReadTablesAsync(columns, indexes, withRows, cancellationToken).ConfigureAwait(false);
        return new(
            [.. tables.Select(table => table with { Checks = [.. constraints[(table.Oid, 0)]] })],
            indexes,
            await ViewsQuery.ReadAsync(reader, columns, cancellationToken).ConfigureAwait(false),
            await ViewsQuery.ReadMaterializedAsync(reader, columns, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>All but <see cref="Relations"/>.</summary>
    private async Task<PgDatabase> ReadOthersAsync(Task columns, CancellationToken cancellationToken)
    {
        await columns.ConfigureAwait(false);
        var (families, classes) = await OperatorFamiliesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var servers = await ForeignServersQuery.ReadServersAsync(session, cancellationToken).ConfigureAwait(false);
        var remarks = await ReadRemarksAsync(cancellationToken).ConfigureAwait(false);
        return new()
        {
            ServerVersion = session.ServerVersion,
            Properties = await DatabasePropertiesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Namespaces = await NamespacesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Types = await TypesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Functions = await FunctionsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Extensions = await ExtensionsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Languages = await LanguagesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Aggregates = await AggregatesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Operators = await OperatorsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            OperatorFamilies = families,
            OperatorClasses = classes,
            Casts = await CastsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Collations = await CollationsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Conversions = await ConversionsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Transforms = await TransformsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            AccessMethods = await AccessMethodsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            TextSearchParsers = await TextSearchQueries.ReadParsersAsync(session, cancellationToken).ConfigureAwait(false),
            TextSearchTemplates = await TextSearchQueries.ReadTemplatesAsync(session, cancellationToken).ConfigureAwait(false),
            TextSearchDictionaries = await TextSearchQueries.ReadDictionariesAsync(session, cancellationToken).ConfigureAwait(false),
            TextSearchConfigurations = await TextSearchQueries.ReadConfigurationsAsync(session, cancellationToken).ConfigureAwait(false),
            ForeignDataWrappers = await ForeignServersQuery.ReadWrappersAsync(session, cancellationToken).ConfigureAwait(false),
            ForeignServers = servers,
            ProvidedObjects = await ProvidedObjectsQuery.ReadAsync(session, remarks.Privileges, cancellationToken).ConfigureAwait(false),
            Tables = [],
            Statistics = withStatistics ? await StatisticsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false) : [],
            Sequences = await SequencesQuery.ReadAsync(session, withRows, cancellationToken).ConfigureAwait(false),
            Indexes = [],
            ForeignKeys = await ForeignKeysQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            ExtendedStatistics = await ExtendedStatisticsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Rules = await RulesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Triggers = await TriggersQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            RowSecurity = await PoliciesQuery.ReadTablesAsync(session, cancellationToken).ConfigureAwait(false),
            Policies = await PoliciesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            EventTriggers = await EventTriggersQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Views = [],
            MaterializedViews = [],
            Publications = await PublicationsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            PublicationTables = await PublicationsQuery.ReadTablesAsync(session, cancellationToken).ConfigureAwait(false),
            PublicationSchemas = await PublicationsQuery.ReadSchemasAsync(session, cancellationToken).ConfigureAwait(false),
            Subscriptions = await SubscriptionsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            LargeObjects = await LargeObjectsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            DefaultPrivileges = await DefaultPrivilegesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Findings =
            [
                .. await SubscriptionsQuery.ReadFindingsAsync(session, cancellationToken).ConfigureAwait(false),
                .. ForeignServersQuery.Findings(servers),
            ],
            Remarks = remarks,
        };
    }

    private async Task<ObjectRemarks> ReadRemarksAsync(CancellationToken cancellationToken) => new()
    {
        Comments = await DescriptionsQuery.ReadCommentsAsync(session, cancellationToken).ConfigureAwait(false),
        SecurityLabels = await DescriptionsQuery.ReadSecurityLabelsAsync(session, cancellationToken).ConfigureAwait(false),
        Privileges = await PrivilegesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
        Extensions = await ExtensionDependenciesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
        Dependencies = await DependenciesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
    };

    private sealed record Relations(
        IReadOnlyList<PgTable> Tables,
        IReadOnlyList<PgIndex> Indexes,
        IReadOnlyList<PgView> Views,
        IReadOnlyList<PgMaterializedView> MaterializedViews);
}
