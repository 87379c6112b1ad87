using Npgsql;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// What a role that is no superuser may not make at the destination. Hosts let their users make some of what PostgreSQL keeps for superusers:
/// that is tried, in a transaction that is taken back.
/// </summary>
internal sealed class RoleTrial
{
    private const string One = "pgmigrate_trial";

    private static readonly string[] SuperusersOnly =
        [TocDesc.OperatorClass, TocDesc.OperatorFamily, TocDesc.AccessMethod, TocDesc.TextSearchParser, TocDesc.TextSearchTemplate, TocDesc.ShellType];

    /// <summary>What is tried for a kind of entries: it must be allowed to whom any of its kind is.</summary>
    private static readonly Dictionary<string, string> Trials = new()
    {
        [TocDesc.EventTrigger] =
            """
            CREATE FUNCTION pg_temp.pgmigrate_trial() RETURNS pg_catalog.event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER pgmigrate_trial ON ddl_command_end EXECUTE FUNCTION pg_temp.pgmigrate_trial()
            """,
        [TocDesc.Publication] = "CREATE PUBLICATION pgmigrate_trial FOR ALL TABLES",
        [TocDesc.PublicationSchema] = "CREATE PUBLICATION pgmigrate_trial FOR TABLES IN SCHEMA public",
        [TocDesc.Subscription] = "CREATE SUBSCRIPTION pgmigrate_trial CONNECTION 'password=none' PUBLICATION none WITH (connect = false)",
        [TocDesc.ForeignDataWrapper] = "CREATE FOREIGN DATA WRAPPER pgmigrate_trial",
    };

    private readonly Dictionary<string, string> refused = [];
    private readonly HashSet<string> languages = [];
    private readonly string role;

    private RoleTrial(string role) => this.role = role;

    /// <summary>Tries what the entries need.</summary>
    public static Task<RoleTrial> RunAsync(Destination destination, IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var trial = new RoleTrial(destination.Role);
            var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                foreach (var kind in entries.Where(NeedsTrial).Select(entry => entry.Desc).Distinct()) await trial.TryAsync(connection, kind, cancellationToken).ConfigureAwait(false);
                await trial.ReadLanguagesAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            return trial;
        },
        cancellationToken);

    /// <summary>Why the role may not make the entry, and what to do; null where it may, as far as is known.</summary>
    public (MigrationFindingKind Kind, string What, string Remedy)? Refuse(TocEntry entry)
    {
        var why = NeedsTrial(entry) && refused.TryGetValue(entry.Desc, out var said) ? $"{role} may not make it at the destination: {said}."
            : SuperusersOnly.Contains(entry.Desc) || IsBaseType(entry) ? $"Only a superuser may make it, and {role} is none at the destination."
            : UntrustedLanguageOf(entry) is { } language ? $"Only a superuser may make routines in the language {language}, and {role} is none at the destination."
            : null;
        return why is null ? null : (MigrationFindingKind.Permission, why, "Leave it out with -OnError Continue, which leaves out what needs it too, or connect as a role that may.");
    }

    /// <summary>A publication of single tables is their owner's to make.</summary>
    private static bool NeedsTrial(TocEntry entry) => Trials.ContainsKey(entry.Desc)
        && (entry.Desc != TocDesc.Publication || entry.Definition.Contains("FOR ALL TABLES", StringComparison.Ordinal));

    private static bool IsBaseType(TocEntry entry) => entry.Desc == TocDesc.Type && entry.Definition.Contains("\n    INPUT = ", StringComparison.Ordinal);

    private string? UntrustedLanguageOf(TocEntry entry)
    {
        if (entry.Desc is not (TocDesc.Function or TocDesc.Procedure)) return null;
        var tokens = new StatementTokens(entry.Definition);
        var language = tokens.Find("LANGUAGE") is var place and >= 0 ? tokens.NameAt(place + 1) : null;
        return language is not null && languages.Contains(language) ? language : null;
    }

    private async Task TryAsync(NpgsqlConnection connection, string kind, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"SAVEPOINT {One}", cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(Trials[kind], cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error))
        {
            // What else the server complains of is about the trial.
            if (error.SqlState == PostgresErrorCodes.InsufficientPrivilege) refused[kind] = error.MessageText;
        }

        await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {One}; RELEASE SAVEPOINT {One}", cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadLanguagesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT lanname::text FROM pg_catalog.pg_language WHERE NOT pg_catalog.has_language_privilege(oid, 'USAGE') OR NOT lanpltrusted", connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) languages.Add(reader.GetString(0));
        }
    }
}
