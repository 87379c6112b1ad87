using System.Text;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Switches tables' own triggers off around their rows, and on again as they were, within the rows' transaction: whatever happens, no other
/// session sees them off.
/// </summary>
internal static class TriggerSwitch
{
    /// <summary>
    /// The triggers of a table and its partitions that fire for rows, in a session that may not set session_replication_role; or those that fire
    /// even where it is <c>replica</c>.
    /// </summary>
    public static IReadOnlyList<PgTrigger> Of(PgCatalog catalog, PgTable table, bool inReplica)
    {
        var parts = catalog.Tables.Where(part => part.RootOid == table.Oid).Select(part => part.Oid).Append(table.Oid).ToHashSet();
        var other = inReplica ? TriggerEnabledState.Replica : TriggerEnabledState.Origin;
        return [.. catalog.Triggers.Where(trigger => parts.Contains(trigger.TableOid) && (trigger.EnabledState == other || trigger.EnabledState == TriggerEnabledState.Always))];
    }

    public static Task TurnOffAsync(NpgsqlConnection connection, IReadOnlyList<PgTrigger> triggers, CancellationToken cancellationToken)
        => RunAsync(connection, triggers, _ => "DISABLE", cancellationToken);

    public static Task TurnOnAsync(NpgsqlConnection connection, IReadOnlyList<PgTrigger> triggers, CancellationToken cancellationToken)
        => RunAsync(connection, triggers, Enabling, cancellationToken);

    /// <summary>Refuses a role that can't let every trigger of those tables rest.</summary>
    /// <exception cref="MigrationException">TriggersNotPermitted.</exception>
    public static async Task RequirePermittedAsync(Destination destination, PgCatalog catalog, IEnumerable<PgTable> tables, CancellationToken cancellationToken)
    {
        var all = tables.ToList();
        if (all.Count == 0) return;
        if (!destination.CanSkipTriggers) throw NotPermitted(
            destination, all[0].QualifiedName, "may not set session_replication_role, and so not switch off the triggers of foreign keys");
        var switched = all.SelectMany(table => Of(catalog, table, inReplica: true)).ToList();
        var others = await destination.UseAsync(connection => ReadOthersAsync(connection, [.. switched.Select(trigger => trigger.TableOid)], cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (switched.Find(trigger => others.Contains(trigger.TableOid)) is { } refused) throw NotPermitted(
            destination, refused.Table, $"does not own the table, and so may not switch off its trigger {refused.Name}");
    }

    private static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<PgTrigger> triggers, Func<PgTrigger, string> state, CancellationToken cancellationToken)
    {
        if (triggers.Count == 0) return;
        var statements = new StringBuilder();
        foreach (var trigger in triggers) statements.Append("ALTER TABLE ONLY ").Append(trigger.Table.Sql).Append(' ').Append(state(trigger)).Append(" TRIGGER ").Append(SqlText.Identifier(trigger.Name)).Append(';');
        await connection.ExecuteAsync(statements.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private static string Enabling(PgTrigger trigger) => trigger.EnabledState switch
    {
        TriggerEnabledState.Always => "ENABLE ALWAYS",
        TriggerEnabledState.Replica => "ENABLE REPLICA",
        _ => "ENABLE",
    };

    /// <summary>The tables, of those, that are others'.</summary>
    private static async Task<IReadOnlySet<uint>> ReadOthersAsync(NpgsqlConnection connection, uint[] tables, CancellationToken cancellationToken)
    {
        var others = new HashSet<uint>();
        using var command = new NpgsqlCommand(
            "SELECT oid FROM pg_catalog.pg_class WHERE oid = ANY ($1) AND NOT pg_catalog.pg_has_role(relowner, 'USAGE')", connection)
        {
            Parameters = { new() { Value = tables, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) others.Add(reader.GetFieldValue<uint>(0));
        }

        return others;
    }

    private static MigrationException NotPermitted(Destination destination, QualifiedName table, string why) => new(
        "TriggersNotPermitted", MigrationErrorCategory.PermissionDenied, $"The triggers of {table} can't be switched off: the destination's role {destination.Role} {why}.")
    {
        Subject = table.ToString(),
        Remedy = "Connect as a superuser, or leave -DisableTrigger out: the table's own triggers rest then as far as the role may, and foreign keys are checked as rows come.",
    };
}
