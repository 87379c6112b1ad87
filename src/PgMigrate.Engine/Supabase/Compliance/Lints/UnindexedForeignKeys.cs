using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0001: a foreign key whose columns no index begins with.</summary>
internal sealed class UnindexedForeignKeys : PerformanceCheck
{
    public override string Name => "unindexed_foreign_keys";

    public override FindingSeverity Severity => FindingSeverity.Information;

    // The order of the columns does not matter to a search by all of them; a partial index does not serve every row.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}, k.conname::text,
               (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY x.place)
                FROM unnest(k.conkey) WITH ORDINALITY x (number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.number)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
          AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_index i
              WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts >= cardinality(k.conkey)
                AND (SELECT array_agg(f ORDER BY f) FROM unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) f)
                  = (SELECT array_agg(f ORDER BY f) FROM unnest(k.conkey) f))
        ORDER BY n.nspname, c.relname, k.conname
        """,
        row => Finding(
            row.GetString(0),
            $"No index begins with the columns of the foreign key {SqlText.Name(row.GetString(1))}, so that deleting a row that is referred to reads the whole table.",
            "Make an index on the key's columns.",
            $"CREATE INDEX ON {row.GetString(0)} ({row.GetString(2)});"),
        cancellationToken);
}
