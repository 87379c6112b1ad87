namespace PgMigrate.Engine.Supabase;

/// <summary>The migrations that a run applies.</summary>
/// <param name="Files">In the order in which they are applied.</param>
/// <param name="LeftBehind">Those that are older than one of them and not chosen.</param>
internal sealed record PendingMigrations(IReadOnlyList<MigrationFile> Files, IReadOnlyList<MigrationFile> LeftBehind)
{
    /// <summary>Chooses as the Supabase CLI does (pkg/migration/apply.go, FindPendingMigrations; internal/migration/up). Pure.</summary>
    /// <exception cref="MigrationException">MigrationFileMissing, MigrationOutOfOrder, MigrationNotFound.</exception>
    public static PendingMigrations Choose(
        IReadOnlyList<MigrationFile> files, IReadOnlyList<AppliedMigration> applied, MigrationRunRequest request, string folder)
    {
        var local = files.Select(file => file.Version).ToHashSet(StringComparer.Ordinal);
        var missing = applied.Select(row => row.Version).Where(version => !local.Contains(version)).ToList();
        if (missing.Count > 0) throw MigrationErrors.Missing(missing);
        var unknown = request.Versions.Where(version => !local.Contains(version)).ToList();
        if (unknown.Count > 0) throw MigrationErrors.VersionNotFound(unknown, folder);

        var pending = NotApplied(files, applied);
        var chosen = request.Versions.Count == 0 ? pending : pending.Where(file => request.Versions.Contains(file.Version, StringComparer.Ordinal)).ToList();
        var outOfOrder = chosen.Where(file => IsOutOfOrder(file, applied)).ToList();
        if (outOfOrder.Count > 0 && !request.IncludeAll) throw MigrationErrors.OutOfOrder(outOfOrder);
        return new(chosen, chosen.Count == 0 ? [] : pending.Except(chosen).Where(file => string.CompareOrdinal(file.Version, chosen[^1].Version) < 0).ToList());
    }

    /// <summary>Whether a later version is applied already.</summary>
    public static bool IsOutOfOrder(MigrationFile file, IReadOnlyList<AppliedMigration> applied)
        => applied.Count > 0 && string.CompareOrdinal(file.Version, applied[^1].Version) < 0;

    private static List<MigrationFile> NotApplied(IReadOnlyList<MigrationFile> files, IReadOnlyList<AppliedMigration> applied)
    {
        var known = applied.Select(row => row.Version).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => !known.Contains(file.Version)).ToList();
    }
}
