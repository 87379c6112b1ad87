using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Keeps programs from writing to a server's database: every new session begins with transactions that only read
/// (default_transaction_read_only), and sessions from before are ended as soon as they have ended their transaction. It stays up, whatever
/// becomes of this process, until it is lowered.
/// </summary>
internal sealed class DatabaseFence(DatabaseEndpoint database, IMigrationObserver observer)
{
    private const string Setting = "default_transaction_read_only";

    /// <summary>
    /// Sessions of programs that began before a time. PgMigrate's own only read, or say that they write. Of a session that the role may not look
    /// into, what it is and when it began is null (PostgreSQL's documentation, section 27.2.3). A superuser's session is a superuser's to end.
    /// </summary>
    private const string Sessions = """
        SELECT pid, state, concat_ws(', ', usename, nullif(application_name, ''), host(client_addr)), backend_start IS NULL,
               coalesce((SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.oid = usesysid), false) AND pg_catalog.current_setting('is_superuser') = 'off'
        FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database() AND usename IS NOT NULL AND coalesce(backend_type = 'client backend', true) AND pid <> pg_catalog.pg_backend_pid()
          AND application_name NOT LIKE 'PgMigrate%' AND coalesce(backend_start < $1, true)
          AND pid NOT IN (SELECT pid FROM pg_catalog.pg_stat_replication)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The superusers' sessions that it was warned of.</summary>
    private readonly HashSet<string> told = [];

    /// <summary>Raises the fence, and returns when nobody from before can write any more.</summary>
    /// <param name="timeout">How long open transactions get to end by themselves.</param>
    /// <param name="earlier">What an interrupted call has noted; null where there was none.</param>
    /// <param name="isTight">Whether there shall be none where sessions from before cannot be ended; else it is warned of them.</param>
    /// <param name="note">Keeps what the database's setting was, before it is changed; null where there is no fence.</param>
    /// <param name="cancellationToken">Stops the wait; the fence is up then, and noted.</param>
    /// <exception cref="MigrationException">FenceNotPermitted or FenceNotTight: there is no fence then. After others it may be up, and is noted.</exception>
    public Task RaiseAsync(TimeSpan timeout, DatabaseFenceState? earlier, bool isTight, Func<DatabaseFenceState?, Task> note, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            if (await IsStandbyAsync(connection, cancellationToken).ConfigureAwait(false)) throw RunbookErrors.StandbyNotFenced(database);
            // The interrupted call may have changed it already.
            var previous = earlier is null ? await ReadSettingAsync(connection, cancellationToken).ConfigureAwait(false) : earlier.Previous;
            if (earlier is null && previous == "on") observer.Warning(
                $"{database} has {Setting} = on already, which stays: where the fence of a migration whose journal is lost has left it, run there: {RunbookErrors.Free(database)}.");
            await note(new(previous)).ConfigureAwait(false);
            try
            {
                await SetAsync(connection, "= on", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                await note(earlier).ConfigureAwait(false);
                throw RunbookErrors.FenceNotPermitted(database, refusal);
            }

            var raisedAt = await ClockAsync(connection, cancellationToken).ConfigureAwait(false);
            await WarnOfExceptionsAsync(connection, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<string> left =
            [
                .. await DrainAsync(connection, raisedAt, timeout, cancellationToken).ConfigureAwait(false),
                .. await AwaitPreparedAsync(connection, timeout, cancellationToken).ConfigureAwait(false),
            ];
            if (left.Count == 0) return;
            if (!isTight)
            {
                observer.Warning($"Sessions that may still write to {database} cannot be ended: {string.Join("; ", left)}. What they write from now on is not counted.");
                return;
            }

            await LowerAsync(new(previous), cancellationToken).ConfigureAwait(false);
            await note(null).ConfigureAwait(false);
            throw RunbookErrors.FenceNotTight(database, string.Join("; ", left));
        },
        cancellationToken);

    /// <summary>Gives the database the setting that it had, and ends the sessions that still have the fence's.</summary>
    public Task LowerAsync(DatabaseFenceState state, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await SetAsync(connection, state.Previous is null ? null : $"= {SqlText.Literal(state.Previous)}", cancellationToken).ConfigureAwait(false);
            if (state.Previous == "on") return;
            var loweredAt = await ClockAsync(connection, cancellationToken).ConfigureAwait(false);
            var left = await DrainAsync(connection, loweredAt, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (left.Count > 0) observer.Warning($"These sessions of {database} were opened behind the fence and read only until they are opened again: {string.Join("; ", left)}.");
        },
        cancellationToken);

    private Task UseAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) => OneConnection.UseAsync(
        database, observer,
        async connection =>
        {
            await work(connection).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static async Task<bool> IsStandbyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.pg_is_in_recovery()", connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    /// <summary>The database's own setting; null where it has none.</summary>
    private static async Task<string?> ReadSettingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pg_catalog.split_part(c, '=', 2)
            FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, pg_catalog.unnest(s.setconfig) c
            WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 AND c LIKE 'default_transaction_read_only=%'
            """;
        using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
    }

    /// <summary>A role's own setting counts for more than the database's.</summary>
    private async Task WarnOfExceptionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT r.rolname
            FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_roles r ON r.oid = s.setrole, pg_catalog.unnest(s.setconfig) c
            WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
              AND c IN ('default_transaction_read_only=off', 'default_transaction_read_only=false', 'default_transaction_read_only=0', 'default_transaction_read_only=no')
            """;
        using var command = new NpgsqlCommand(Sql, connection);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            observer.Warning($"The role {rows.GetString(0)} has its own {Setting} = off, and can write to {database} in spite of the fence.");
        }
    }

    /// <summary>In a transaction that says that it writes: behind the fence others do not.</summary>
    private static async Task SetAsync(NpgsqlConnection connection, string? value, CancellationToken cancellationToken)
    {
        var change = value is null ? $"RESET {Setting}" : $"SET {Setting} {value}";
        await connection.ExecuteAsync("BEGIN READ WRITE", cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync($"ALTER DATABASE {SqlText.Identifier(connection.Database)} {change}", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException) when (connection.State == System.Data.ConnectionState.Open)
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<DateTimeOffset> ClockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.clock_timestamp()", connection);
        return new((DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }

    /// <summary>Ends the sessions: those without a transaction at once, the others when their time is over. Returns those that could not be ended.</summary>
    private async Task<IReadOnlyList<string>> DrainAsync(
        NpgsqlConnection connection, DateTimeOffset moment, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + timeout;
        var refused = new Dictionary<int, string>();
        var asked = new HashSet<int>();
        HashSet<int>? veiled = null;
        while (true)
        {
            var sessions = await SessionsAsync(connection, moment, cancellationToken).ConfigureAwait(false);
            // Those whose beginning is not told and that come later began later.
            veiled ??= [.. sessions.Where(session => session.IsVeiled).Select(session => session.Pid)];
            sessions.RemoveAll(session => session.IsVeiled && !veiled.Contains(session.Pid));
            WarnOfSuperusers(sessions);
            sessions.RemoveAll(session => session.IsAbove);
            if (sessions.All(session => refused.ContainsKey(session.Pid))) return [.. refused.Where(one => sessions.Any(session => session.Pid == one.Key)).Select(one => one.Value)];
            var isOver = DateTime.UtcNow >= until;
            foreach (var (pid, state, who, _, _) in sessions.Where(session => (isOver || session.State == "idle") && asked.Add(session.Pid)))
            {
                if (!await TerminateAsync(connection, pid, cancellationToken).ConfigureAwait(false)) refused[pid] = who;
                else if (state != "idle") observer.Warning($"A session of {database} had a transaction open and was ended: {who}.");
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A host's own services are superusers, such as Supabase's: no program's sessions, and not what the fence is for.</summary>
    private void WarnOfSuperusers(IEnumerable<(int Pid, string? State, string Who, bool IsVeiled, bool IsAbove)> sessions)
    {
        var above = sessions.Where(session => session.IsAbove).Select(session => session.Who).Distinct().Order(StringComparer.Ordinal).Except(told).ToList();
        told.UnionWith(above);
        if (above.Count > 0) observer.Warning($"Sessions of superusers of {database} cannot be ended, and can write in spite of the fence, which would be counted: {string.Join("; ", above)}.");
    }

    /// <summary>Whoever knows of a prepared transaction can commit it behind the fence, too. Returns those that are there when their time is over.</summary>
    private static async Task<IReadOnlyList<string>> AwaitPreparedAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT coalesce(array_agg('prepared transaction ' || gid ORDER BY gid), '{}') FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database()";
        var until = DateTime.UtcNow + timeout;
        while (true)
        {
            using var command = new NpgsqlCommand(Sql, connection);
            var prepared = (string[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            if (prepared.Length == 0 || DateTime.UtcNow >= until) return prepared;
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<(int Pid, string? State, string Who, bool IsVeiled, bool IsAbove)>> SessionsAsync(
        NpgsqlConnection connection, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var sessions = new List<(int, string?, string, bool, bool)>();
        using var command = new NpgsqlCommand(Sessions, connection) { Parameters = { new() { Value = moment.UtcDateTime } } };
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) sessions.Add((rows.GetInt32(0), rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetString(2), rows.GetBoolean(3), rows.GetBoolean(4)));
        return sessions;
    }

    private static async Task<bool> TerminateAsync(NpgsqlConnection connection, int pid, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_catalog.pg_terminate_backend($1)", connection) { Parameters = { new() { Value = pid } } };
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }
}
