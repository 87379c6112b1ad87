using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase;

/// <summary>Compares a project's migrations with a database's history: the engine of <c>Get-SupabaseMigration</c>. It changes nothing.</summary>
public static class MigrationListing
{
    /// <summary>Every version that is a file or in the history, in the order in which versions are applied.</summary>
    /// <exception cref="MigrationException">The folder or a file can't be read, or the database can't be reached.</exception>
    public static async Task<IReadOnlyList<SupabaseMigration>> ReadAsync(
        DatabaseEndpoint database, string path, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var project = SupabaseProject.Find(path);
        var files = MigrationFiles.Read(project.Migrations, observer);
        var applied = await ReadHistoryAsync(database, observer, cancellationToken).ConfigureAwait(false);
        var versions = files.Select(file => file.Version).Concat(applied.Select(row => row.Version)).Distinct().Order(StringComparer.Ordinal);
        return [.. versions.Select(version => Describe(
            version, files.FirstOrDefault(file => file.Version == version), applied.FirstOrDefault(row => row.Version == version), applied))];
    }

    private static async Task<IReadOnlyList<AppliedMigration>> ReadHistoryAsync(DatabaseEndpoint database, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(database, new(), observer);
        await using var connectorScope = connector.ConfigureAwait(false);
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        try
        {
            return await MigrationHistory.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Npgsql.PostgresException error)
        {
            throw MigrationErrors.History(error);
        }
    }

    private static SupabaseMigration Describe(string version, MigrationFile? file, AppliedMigration? row, IReadOnlyList<AppliedMigration> applied)
    {
        var (status, remark) = (file, row) switch
        {
            (null, _) => (SupabaseMigrationStatus.Missing, "There is no such file; the Supabase CLI and PgMigrate apply nothing until there is."),
            (_, null) when PendingMigrations.IsOutOfOrder(file, applied) => (SupabaseMigrationStatus.OutOfOrder, "Later versions are applied; this one only with -IncludeAll."),
            (_, null) => (SupabaseMigrationStatus.Pending, Loose(file)),
            _ => Compare(file, row),
        };
        return new()
        {
            Version = version,
            Name = file?.Name ?? row?.Name ?? "",
            Status = status,
            IsRemote = row is not null,
            Path = file?.Path,
            DownPath = file?.DownPath,
            Time = MigrationFile.TimeOf(version),
            Remark = remark,
        };
    }

    private static string? Loose(MigrationFile file) => Read(file) switch
    {
        (null, { } error) => error,
        ({ Obstacle: { } obstacle }, _) => $"It runs without a transaction, because of {obstacle}.",
        _ => null,
    };

    private static (SupabaseMigrationStatus Status, string? Remark) Compare(MigrationFile file, AppliedMigration row)
    {
        if (row.Statements is null) return (SupabaseMigrationStatus.Applied, "The history does not say what was applied.");
        var (script, error) = Read(file);
        if (script is null) return (SupabaseMigrationStatus.Changed, error);
        return AppliedStatements.AreThoseOf(row, script)
            ? (SupabaseMigrationStatus.Applied, null)
            : (SupabaseMigrationStatus.Changed, "The file holds other statements than were applied.");
    }

    /// <summary>A file that can't be understood is not the end of the list.</summary>
    private static (MigrationScript? Script, string? Error) Read(MigrationFile file)
    {
        try
        {
            return (MigrationScript.Read(file.Path), null);
        }
        catch (MigrationException error)
        {
            return (null, error.Message);
        }
    }
}
