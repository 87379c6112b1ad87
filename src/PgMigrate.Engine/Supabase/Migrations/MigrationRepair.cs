using Npgsql;

namespace PgMigrate.Engine.Supabase;

/// <summary>Mends a history of migrations without running anything: the engine of <c>Repair-SupabaseMigration</c>.</summary>
public static class MigrationRepair
{
    /// <summary>Changes the history in one transaction, and returns what it says now of each version that was named, or of every one.</summary>
    /// <exception cref="MigrationException">InvalidMigrationVersion, MigrationNotFound, DestinationLocked, or that the history can't be written.</exception>
    public static async Task<IReadOnlyList<SupabaseMigrationRepair>> RunAsync(
        MigrationRepairRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (request.Versions.FirstOrDefault(version => version.Length == 0 || !version.All(char.IsAsciiDigit)) is { } wrong) throw MigrationErrors.InvalidVersion(wrong);
        var project = SupabaseProject.Find(request.Path);
        var files = MigrationFiles.Read(project.Migrations, observer);
        var rows = request.Status == SupabaseRepairStatus.Applied ? Rows(files, request.Versions, project.Migrations) : [];
        var session = await RunnerSession.OpenAsync(request.Database, isWriting: true, observer, cancellationToken).ConfigureAwait(false);
        await using var sessionScope = session.ConfigureAwait(false);
        IReadOnlyList<AppliedMigration> before = [];
        await session.WithHistoryAsync(
            async connection =>
            {
                before = await MigrationHistory.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                await MigrationHistory.CreateAsync(connection, cancellationToken).ConfigureAwait(false);
                await WriteAsync(connection, request, rows, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return Describe(request, rows, before, files);
    }

    private static List<AppliedMigration> Rows(IReadOnlyList<MigrationFile> files, IReadOnlyList<string> versions, string folder)
    {
        var unknown = versions.Where(version => files.All(file => file.Version != version)).ToList();
        if (unknown.Count > 0) throw MigrationErrors.VersionNotFound(unknown, folder);
        return files.Where(file => versions.Count == 0 || versions.Contains(file.Version, StringComparer.Ordinal))
            .Select(file => new AppliedMigration(file.Version, file.Name, MigrationScript.Read(file.Path).Recorded)).ToList();
    }

    private static async Task WriteAsync(NpgsqlConnection connection, MigrationRepairRequest request, List<AppliedMigration> rows, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        if (request.Versions.Count == 0) await MigrationHistory.TruncateAsync(connection, cancellationToken).ConfigureAwait(false);
        else if (request.Status == SupabaseRepairStatus.Reverted) await MigrationHistory.DeleteAsync(connection, request.Versions, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows) await MigrationHistory.UpsertAsync(connection, row, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static List<SupabaseMigrationRepair> Describe(
        MigrationRepairRequest request, List<AppliedMigration> rows, IReadOnlyList<AppliedMigration> before, IReadOnlyList<MigrationFile> files)
    {
        var known = before.ToDictionary(row => row.Version, StringComparer.Ordinal);
        var named = rows.Count > 0 || request.Versions.Count == 0 ? rows.Select(row => row.Version) : request.Versions;
        // The rest of the history, where it was emptied.
        var gone = request.Versions.Count == 0 ? before.Select(row => row.Version).Except(rows.Select(row => row.Version)) : [];
        var changes = named.Select(version => Of(version, request.Status)).Concat(gone.Select(version => Of(version, SupabaseRepairStatus.Reverted)));
        return [.. changes.OrderBy(change => change.Version, StringComparer.Ordinal)];

        SupabaseMigrationRepair Of(string version, SupabaseRepairStatus status) => new()
        {
            Version = version,
            Name = files.FirstOrDefault(file => file.Version == version)?.Name ?? known.GetValueOrDefault(version)?.Name,
            Status = status,
            WasThere = known.ContainsKey(version),
        };
    }
}
