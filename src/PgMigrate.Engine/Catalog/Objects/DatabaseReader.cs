namespace PgMigrate.Engine.Catalog;

/// <summary>Reads pg_catalog of PostgreSQL 12 to 18 into the whole model, one query per kind of object, within one snapshot.</summary>
internal sealed class DatabaseReader(CatalogSession session)
{
    public async Task<PgDatabase> ReadAsync(CancellationToken cancellationToken)
    {
        var constraints = await RowConstraintsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var columns = await ColumnsQuery.ReadDefinedAsync(session, constraints, cancellationToken).ConfigureAwait(false);
        var tables = await new CatalogReader(session).ReadTablesAsync(columns, cancellationToken).ConfigureAwait(false);
        return new()
        {
            ServerVersion = session.ServerVersion,
            Properties = await DatabasePropertiesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Namespaces = await NamespacesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Types = await TypesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Functions = await FunctionsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Tables = [.. tables.Select(table => table with { Checks = [.. constraints[(table.Oid, 0)]] })],
            Sequences = await SequencesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Remarks = new()
            {
                Comments = await DescriptionsQuery.ReadCommentsAsync(session, cancellationToken).ConfigureAwait(false),
                SecurityLabels = await DescriptionsQuery.ReadSecurityLabelsAsync(session, cancellationToken).ConfigureAwait(false),
                Privileges = await PrivilegesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
                Dependencies = await DependenciesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            },
        };
    }
}
