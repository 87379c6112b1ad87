using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the subscriptions of the database. Only a superuser may read how they connect, unless he let others.</summary>
internal static class SubscriptionsQuery
{
    private const string OfThisDatabase =
        "s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";

    /// <summary>The subscriptions by name; none where the role may not read them: <see cref="ReadFindingsAsync"/>.</summary>
    public static async Task<IReadOnlyList<PgSubscription>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        if (!await MayReadAsync(session, cancellationToken).ConfigureAwait(false)) return [];
        var isBinary = session.Since(14, "s.subbinary", "false");
        var streaming = session.Since(16, "s.substream", session.Since(14, "CASE WHEN s.substream THEN 't' ELSE 'f' END::\"char\"", "'f'::\"char\""));
        var isTwoPhase = session.Since(15, "s.subtwophasestate <> 'd'", "false");
        var isDisabledOnError = session.Since(15, "s.subdisableonerr", "false");
        var requiresPassword = session.Since(16, "s.subpasswordrequired", "true");
        var runsAsOwner = session.Since(16, "s.subrunasowner", "false");
        var origin = session.Since(16, "s.suborigin", "'any'");
        var hasFailover = session.Since(17, "s.subfailover", "false");
        return await session.QueryAsync($"""
            SELECT s.oid, s.subname::text, pg_catalog.pg_get_userbyid(s.subowner)::text, s.subconninfo, s.subpublications, s.subslotname::text,
                   s.subsynccommit, {isBinary}, {streaming}, {isTwoPhase}, {isDisabledOnError}, {requiresPassword}, {runsAsOwner}, {origin}, {hasFailover}
            FROM pg_catalog.pg_subscription s
            WHERE {OfThisDatabase} AND {UserObjects.IsNoMember("pg_subscription", "s.oid")}
            ORDER BY s.subname
            """, Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One finding for each subscription that the role may not read.</summary>
    public static async Task<IReadOnlyList<MigrationFinding>> ReadFindingsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        if (await MayReadAsync(session, cancellationToken).ConfigureAwait(false)) return [];
        return await session.QueryAsync(
            $"SELECT s.subname::text FROM pg_catalog.pg_subscription s WHERE {OfThisDatabase} ORDER BY s.subname",
            row => new MigrationFinding
            {
                Kind = MigrationFindingKind.Subscription,
                Object = row.GetString(0),
                What = "The subscription is left out, because only a superuser may read how it connects.",
                Remedy = "Connect to the source as a superuser, or create the subscription in the destination by hand.",
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> MayReadAsync(CatalogSession session, CancellationToken cancellationToken) => (await session.QueryAsync(
        "SELECT pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')",
        row => row.GetBoolean(0),
        cancellationToken).ConfigureAwait(false))[0];

    private static PgSubscription Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Subscription, row.GetFieldValue<uint>(0)),
        Name = row.GetString(1),
        Owner = row.GetString(2),
        ConnectionInfo = row.GetString(3),
        Publications = row.GetFieldValue<string[]>(4),
        SlotName = row.IsDBNull(5) ? null : row.GetString(5),
        SynchronousCommit = row.GetString(6),
        IsBinary = row.GetBoolean(7),
        Streaming = Streaming(row.GetChar(8)),
        IsTwoPhase = row.GetBoolean(9),
        IsDisabledOnError = row.GetBoolean(10),
        RequiresPassword = row.GetBoolean(11),
        RunsAsOwner = row.GetBoolean(12),
        Origin = row.GetString(13),
        HasFailover = row.GetBoolean(14),
    };

    private static SubscriptionStreaming Streaming(char substream) => substream switch
    {
        'f' => SubscriptionStreaming.Off,
        't' => SubscriptionStreaming.On,
        'p' => SubscriptionStreaming.Parallel,
        _ => throw new UnknownCatalogValueException("pg_subscription.substream", substream),
    };
}
