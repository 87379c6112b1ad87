using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Where the source's extensions are at the destination, or would be.</summary>
/// <param name="Found">By name.</param>
/// <param name="Refused">What the server says of those that it will not make.</param>
internal sealed record ExtensionHomes(IReadOnlyDictionary<string, InstalledExtension> Found, IReadOnlyDictionary<string, string> Refused)
{
    private const string All = "pgmigrate_trial";
    private const string One = "pgmigrate_extension";

    /// <summary>
    /// Looks at those that are there, and tries to make the others in a transaction that is taken back: only trying tells what a role may, what
    /// a host's own rules put where, and what an extension brings.
    /// </summary>
    public static Task<ExtensionHomes> FindAsync(Destination destination, IReadOnlyList<TocEntry> extensions, HostProfile host, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var there = await ExtensionReader.ReadAsync(connection, null, cancellationToken).ConfigureAwait(false);
            var missing = extensions.Where(entry => !there.ContainsKey(entry.Tag)).ToList();
            var refused = new Dictionary<string, string>();
            if (missing.Count == 0) return new ExtensionHomes(there, refused);
            var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await connection.ExecuteAsync($"SAVEPOINT {All}", cancellationToken).ConfigureAwait(false);
                foreach (var entry in missing)
                {
                    var schema = HomeOf(entry, host);
                    if (await TryAsync(connection, entry.Tag, schema, cancellationToken).ConfigureAwait(false) is { } refusal) refused[entry.Tag] = refusal;
                    else foreach (var (name, extension) in await ExtensionReader.ReadAsync(connection, entry.Tag, cancellationToken).ConfigureAwait(false)) there[name] = extension with { IsThere = false };
                }

                await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {All}", cancellationToken).ConfigureAwait(false);
            }

            return new ExtensionHomes(there, refused);
        },
        cancellationToken);

    /// <summary>The schema in which the source has the extension's objects; null where the entry does not say.</summary>
    public static string? SchemaOf(TocEntry extension)
    {
        var tokens = new Archives.StatementTokens(extension.Definition);
        var place = tokens.Find("SCHEMA");
        return place < 0 ? null : tokens.NameAt(place + 1);
    }

    private static string? HomeOf(TocEntry extension, HostProfile host)
        => SchemaOf(extension) is { } schema ? schema == "public" && host.ExtensionSchema is { } home ? home : schema : null;

    /// <summary>Makes the extension; returns what the server says against it. One that has a schema of its own takes no other.</summary>
    private static async Task<string?> TryAsync(NpgsqlConnection connection, string name, string? schema, CancellationToken cancellationToken)
    {
        var create = $"CREATE EXTENSION {SqlText.Identifier(name)}";
        string?[] attempts = schema is null ? [create] : [$"CREATE SCHEMA IF NOT EXISTS {SqlText.Identifier(schema)}; {create} WITH SCHEMA {SqlText.Identifier(schema)}", create];
        string? refusal = null;
        foreach (var attempt in attempts)
        {
            try
            {
                await connection.ExecuteAsync($"SAVEPOINT {One}; {attempt}; RELEASE SAVEPOINT {One}", cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error))
            {
                refusal ??= error.MessageText;
                await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {One}; RELEASE SAVEPOINT {One}", cancellationToken).ConfigureAwait(false);
            }
        }

        return refusal;
    }
}
