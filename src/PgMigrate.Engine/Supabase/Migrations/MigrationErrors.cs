using Npgsql;

namespace PgMigrate.Engine.Supabase;

/// <summary>What keeps a run from beginning.</summary>
internal static class MigrationErrors
{
    /// <summary>The history has versions of which there are no files (supabase/cli, pkg/migration/apply.go, ErrMissingLocal).</summary>
    public static MigrationException Missing(IReadOnlyList<string> versions) => new(
        "MigrationFileMissing",
        MigrationErrorCategory.ObjectNotFound,
        $"Remote migration versions not found in local migrations directory: {string.Join(", ", versions)}.")
    {
        Subject = string.Join(", ", versions),
        Remedy = "Bring the project's files up to date; what was never a file of it is taken out of the history by Repair-SupabaseMigration "
            + $"-Version {string.Join(',', versions)} -Status Reverted.",
    };

    /// <summary>Files are older than the last applied one (the same, ErrMissingRemote).</summary>
    public static MigrationException OutOfOrder(IReadOnlyList<MigrationFile> files) => new(
        "MigrationOutOfOrder",
        MigrationErrorCategory.InvalidOperation,
        $"Found local migration files to be inserted before the last migration on remote database: {string.Join(", ", files.Select(file => file.File))}.")
    {
        Subject = string.Join(", ", files.Select(file => file.Version)),
        Remedy = "Run again with -IncludeAll to apply them, or give them later versions.",
    };

    public static MigrationException VersionNotFound(IReadOnlyList<string> versions, string folder) => new(
        "MigrationNotFound", MigrationErrorCategory.ObjectNotFound, $"There is no migration of version {string.Join(", ", versions)} in {folder}.")
    {
        Subject = string.Join(", ", versions),
        Remedy = "See with Get-SupabaseMigration what there is; versions are texts, so 1 is not 001.",
    };

    public static MigrationException NotApplied(string version) => new(
        "MigrationNotApplied", MigrationErrorCategory.InvalidOperation, $"The migration {version} is not applied, so there is nothing to take back.")
    {
        Subject = version,
        Remedy = "See with Get-SupabaseMigration what is applied.",
    };

    public static MigrationException NoWayBack(IReadOnlyList<string> versions) => new(
        "DownFileMissing", MigrationErrorCategory.ObjectNotFound, $"There is no file to take back {string.Join(", ", versions)} with, so nothing was taken back.")
    {
        Subject = string.Join(", ", versions),
        Remedy = "Write <version>_<name>.sql into the folder 'down' beside the migrations, or <version>_<name>.down.sql beside each.",
    };

    public static MigrationException InvalidVersion(string version) => new(
        "InvalidMigrationVersion", MigrationErrorCategory.InvalidArgument, $"'{version}' is no version number.")
    {
        Subject = version,
        Remedy = "Give the digits that the file's name begins with.",
    };

    /// <summary>The history can't be read or written.</summary>
    public static MigrationException History(PostgresException error) => new(
        "MigrationHistoryRefused", MigrationErrorCategory.PermissionDenied, $"The history of migrations is refused: {error.MessageText} ({error.SqlState}).", error)
    {
        Subject = "supabase_migrations.schema_migrations",
        Remedy = error.SqlState == PostgresErrorCodes.LockNotAvailable
            ? "Another session has locked it: wait until that has ended, then run again."
            : "Connect as the role that owns the schema supabase_migrations, in a Supabase project postgres.",
        SqlState = error.SqlState,
        Detail = error.Detail,
        Hint = error.Hint,
    };
}
