using System.Security.Cryptography;
using Npgsql;

namespace PgMigrate.Engine.Supabase;

/// <summary>Finds out what a run has to do, in the Supabase CLI's sense (internal/db/push, internal/migration/up). It changes nothing.</summary>
internal sealed class RunPlanning(MigrationRunRequest request, SupabaseProject project, IMigrationObserver observer)
{
    /// <summary>The files in the order in which they are run, each read and split.</summary>
    /// <exception cref="MigrationException">The files and the history do not fit, or a file can't be understood.</exception>
    public async Task<IReadOnlyList<PlannedFile>> PlanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var files = MigrationFiles.Read(project.Migrations, observer);
        var applied = await MigrationHistory.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        if (request.Undo) return Undone(files, applied);
        List<PlannedFile> planned = [.. Roles(), .. Migrations(files, applied)];
        if (request.IncludeSeeds) planned.AddRange(Seeds(await MigrationHistory.ReadSeedsAsync(connection, cancellationToken).ConfigureAwait(false)));
        return planned;
    }

    private IEnumerable<PlannedFile> Roles()
    {
        if (!request.IncludeRoles) return [];
        if (!File.Exists(project.Roles))
        {
            observer.Warning($"There is no {project.Roles}, so no roles are made.");
            return [];
        }

        return [new() { Kind = SupabaseFileKind.Role, Path = project.Roles, Script = MigrationScript.Read(project.Roles, isRecorded: false) }];
    }

    private List<PlannedFile> Migrations(IReadOnlyList<MigrationFile> files, IReadOnlyList<AppliedMigration> applied)
    {
        if (!project.Settings.RunsMigrations)
        {
            observer.Warning("Migrations are switched off in config.toml ([db.migrations] enabled): none is applied.");
            return [];
        }

        var chosen = PendingMigrations.Choose(files, applied, request, project.Migrations);
        if (project.Settings.HasVault && chosen.Files.Count > 0)
        {
            observer.Warning("config.toml has secrets for the vault ([db.vault]), which the Supabase CLI writes before migrations and PgMigrate does not.");
        }

        foreach (var older in chosen.LeftBehind)
        {
            observer.Warning($"{older.File} is older than what is applied now, and stays behind: later it is applied only with -IncludeAll.");
        }

        return chosen.Files.Select(file => new PlannedFile
        {
            Kind = SupabaseFileKind.Migration,
            Path = file.Path,
            Migration = file,
            Script = MigrationScript.Read(file.Path),
        }).ToList();
    }

    private IEnumerable<PlannedFile> Seeds(IReadOnlyDictionary<string, string> hashes)
    {
        if (!project.Settings.RunsSeeds)
        {
            observer.Warning("Seeds are switched off in config.toml ([db.seed] enabled): none is run.");
            yield break;
        }

        foreach (var (name, path) in project.FindSeeds(observer))
        {
            var content = MigrationScript.ReadBytes(path);
            var hash = Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
            if (hashes.TryGetValue(name, out var known) && known == hash) continue;
            yield return new()
            {
                Kind = SupabaseFileKind.Seed,
                Path = path,
                Seed = (name, hash),
                IsHashUpdate = known is not null,
                Script = MigrationScript.Parse(content, name, isRecorded: false),
            };
        }
    }

    /// <summary>From the last applied migration down to the version, or the last one alone.</summary>
    private List<PlannedFile> Undone(IReadOnlyList<MigrationFile> files, IReadOnlyList<AppliedMigration> applied)
    {
        if (request.Versions is [var lowest] && applied.All(row => row.Version != lowest)) throw MigrationErrors.NotApplied(lowest);
        if (applied.Count == 0) return [];
        var least = request.Versions is [var version] ? version : applied[^1].Version;
        var versions = applied.Select(row => row.Version).Where(row => string.CompareOrdinal(row, least) >= 0).Reverse().ToList();
        var found = versions.Select(row => files.FirstOrDefault(file => file.Version == row)).ToList();
        var lacking = versions.Where((_, index) => found[index]?.DownPath is null).ToList();
        if (lacking.Count > 0) throw MigrationErrors.NoWayBack(lacking);
        return found.Select(file => new PlannedFile
        {
            Kind = SupabaseFileKind.Down,
            Path = file!.DownPath!,
            Migration = file,
            Script = MigrationScript.Read(file.DownPath!, isRecorded: false),
        }).ToList();
    }
}
