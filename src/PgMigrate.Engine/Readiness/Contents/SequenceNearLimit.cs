using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Sequences that will soon have no number left, for themselves or for the column that they number.</summary>
internal sealed class SequenceNearLimit : SourceCheck
{
    private const double Share = 0.8;

    public override string Name => "sequence_near_limit";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var sequences = await source.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT, USAGE') THEN pg_catalog.pg_sequence_last_value(c.oid) END,
                   s.seqmax, a.name, a.type
            FROM pg_catalog.pg_sequence s
            JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN LATERAL (
                SELECT pg_catalog.format('%s.%s', a.attrelid::pg_catalog.regclass, a.attname) AS name, pg_catalog.format_type(a.atttypid, NULL) AS type
                FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
                LIMIT 1) a ON true
            WHERE s.seqincrement > 0 AND NOT s.seqcycle AND {UserRelations.Condition}
            ORDER BY 1, 2
            """,
            row => (Name: new QualifiedName(row.GetString(0), row.GetString(1)), Last: row.IsDBNull(2) ? (long?)null : row.GetInt64(2), Most: row.GetInt64(3),
                Column: row.IsDBNull(4) ? null : row.GetString(4), Type: row.IsDBNull(5) ? null : row.GetString(5)),
            cancellationToken).ConfigureAwait(false);
        return sequences.Where(one => one.Last is not null && facts.IsChosen(one.Name)).Select(one => Find(one.Name, one.Last!.Value, one.Most, one.Column, one.Type)).OfType<AssessmentFinding>();
    }

    private AssessmentFinding? Find(QualifiedName name, long last, long most, string? column, string? type)
    {
        var room = Math.Min(most, type switch { "smallint" => short.MaxValue, "integer" => int.MaxValue, _ => long.MaxValue });
        if (last < room * Share) return null;
        return Finding(
            FindingSeverity.Warning, name.ToString(),
            FormattableString.Invariant($"It stands at {last} of {room}{(column is null ? "" : $", which is all that {column} ({type}) can hold")}: soon there will be no number left, here and there."),
            "Widen the column and the sequence to bigint; at the destination, before it is used, that takes no downtime.");
    }
}
