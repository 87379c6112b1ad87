using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Reports;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Sees to it that no sequence of the destination is behind the source's, or behind the numbers in its own column, so that the next insert
/// finds one that is free. It never sets one back.
/// </summary>
internal sealed class SequencesStep : RunbookStep
{
    private const string Own = """
        SELECT n.nspname, c.relname, s.seqincrement, tn.nspname, t.relname, a.attname, CASE WHEN c.relkind = 'S' AND pg_catalog.has_sequence_privilege(c.oid, $1) THEN pg_catalog.pg_sequence_last_value(c.oid) END
        FROM pg_catalog.pg_sequence s
        JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
            AND d.refclassid = d.classid AND d.refobjsubid > 0
        LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
        LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate') AND CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(c.oid, $1) END
        ORDER BY 1, 2
        """;

    public override MigrationStepName Name => MigrationStepName.Sequences;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures) => "Let no sequence be behind the source's, or behind its table's numbers.";

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var filter = new ObjectFilter(context.Plan.Selection);
        var source = context.Source.Kind == DatabaseKind.PostgreSql
            ? await OneConnection.UseAsync(context.Source, context.Observer, connection => ReadAsync(connection, "SELECT", cancellationToken), cancellationToken).ConfigureAwait(false)
            : [];
        var positions = source.Where(one => one.LastValue is not null).ToDictionary(one => one.Name, one => one.LastValue!.Value);
        return await OneConnection.UseAsync(
            context.Destination, context.Observer,
            async connection =>
            {
                var all = (await ReadAsync(connection, "UPDATE", cancellationToken).ConfigureAwait(false)).Where(one => filter.Includes(one.Table ?? one.Name) || positions.ContainsKey(one.Name)).ToList();
                var advanced = 0;
                foreach (var sequence in all)
                {
                    advanced += await AdvanceAsync(connection, sequence, positions.TryGetValue(sequence.Name, out var position) ? position : null, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                }

                return $"{ReportText.Of(all.Count, "sequence")}, {(advanced == 0 ? "none of them behind" : $"{advanced} advanced")}.";
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> AdvanceAsync(NpgsqlConnection connection, Sequence sequence, long? position, CancellationToken cancellationToken)
    {
        var (extreme, comparison) = sequence.Increment > 0 ? ("max", ">") : ("min", "<");
        var candidates = new List<string>();
        if (position is { } value) candidates.Add(string.Create(CultureInfo.InvariantCulture, $"SELECT '{value}'::bigint"));
        if (sequence is { Table: { } table, Column: { } column }) candidates.Add($"SELECT {extreme}({SqlText.Identifier(column)})::bigint FROM {table.Sql}");
        if (candidates.Count == 0) return false;
        var name = SqlText.Literal(sequence.Name.Sql);
        var sql = $"""
            SELECT pg_catalog.setval({name}, ahead.value)
            FROM (SELECT {extreme}(v.value) AS value FROM ({string.Join(" UNION ALL ", candidates)}) v(value)) ahead, {sequence.Name.Sql} s, pg_catalog.pg_sequence p
            WHERE p.seqrelid = {name}::pg_catalog.regclass AND ahead.value BETWEEN p.seqmin AND p.seqmax AND NOT p.seqcycle
              AND (ahead.value {comparison} s.last_value OR (ahead.value = s.last_value AND NOT s.is_called))
            """;
        using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long;
    }

    private static async Task<List<Sequence>> ReadAsync(NpgsqlConnection connection, string privilege, CancellationToken cancellationToken)
    {
        var sequences = new List<Sequence>();
        using var command = new NpgsqlCommand(Own, connection) { Parameters = { new() { Value = privilege } } };
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sequences.Add(new(
                new(rows.GetString(0), rows.GetString(1)), rows.GetInt64(2), rows.IsDBNull(4) ? null : new QualifiedName(rows.GetString(3), rows.GetString(4)),
                rows.IsDBNull(5) ? null : rows.GetString(5), rows.IsDBNull(6) ? null : rows.GetInt64(6)));
        }

        return sequences;
    }

    private sealed record Sequence(QualifiedName Name, long Increment, QualifiedName? Table, string? Column, long? LastValue);
}
