using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Runbook;

/// <summary>Keeps the source in a file: a server's database in pg_dump's custom format, a SQLite file as a copy of itself.</summary>
internal sealed class BackupStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Backup;

    /// <summary>The file of a plan that names none: in that folder, named after the database and the time.</summary>
    public static string DefaultPath(DatabaseEndpoint source, string folder, DateTimeOffset now)
    {
        var (name, ending) = source.Kind == DatabaseKind.Sqlite ? (Path.GetFileNameWithoutExtension(source.Database), ".sqlite") : (source.Database, ".dump");
        var safe = string.Concat(name.Select(character => Path.GetInvalidFileNameChars().Contains(character) ? '_' : character));
        return Path.GetFullPath(FormattableString.Invariant($"{safe}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{ending}"), Path.GetFullPath(folder));
    }

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
        => $"Keep {request.Source} in {request.Plan.BackupPath ?? (request.Source.Kind == DatabaseKind.Sqlite ? "a copy of the file" : "an archive")}.";

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var path = context.State.BackupPath!;
        if (!context.State.IsBackupBegun)
        {
            if (!context.Plan.Force && Path.Exists(path)) throw Exists(path);
            // What an interrupted call leaves from now on is this migration's own.
            await context.UpdateAsync(state => state with { IsBackupBegun = true }, cancellationToken).ConfigureAwait(false);
        }

        if (context.Source.Kind == DatabaseKind.Sqlite) return CopyFile(context.Source, path);
        var plan = context.Plan;
        var request = new DatabaseExportRequest
        {
            Source = context.Source,
            Path = path,
            Selection = new() { Tables = plan.Table, ExcludeTables = plan.ExcludeTable, Schemas = plan.Schema, ExcludeSchemas = plan.ExcludeSchema },
            Manifest = true,
            Force = true,
        };
        if (plan.ThrottleLimit is { } limit) request = request with { ThrottleLimit = limit };
        var result = await DatabaseExport.RunAsync(request, context.Observer, cancellationToken).ConfigureAwait(false);
        context.Note(state => state with { Backup = result });
        return $"{path}: {ByteSize.Format(result.FileBytes)}, {ReportText.Of(result.Rows, "row")}.";
    }

    /// <summary>SQLite's own backup, which sees one state of the file, also while others write to it (sqlite.org/backup.html).</summary>
    private static string CopyFile(DatabaseEndpoint source, string path)
    {
        var part = path + ".part";
        Connections.SqliteLibrary.Initialize();
        try
        {
            File.Delete(part);
            using (var from = Open(source.Database, SqliteOpenMode.ReadOnly))
            using (var to = Open(part, SqliteOpenMode.ReadWriteCreate))
            {
                from.BackupDatabase(to);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new MigrationException("BackupFailed", MigrationErrorCategory.WriteError, $"'{source.Database}' could not be copied to '{path}': {failure.Message.TrimEnd('.')}.", failure)
            {
                Subject = path,
                Remedy = "See to the file and its folder, or name another with -BackupPath.",
            };
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }

        return $"{path}: {ByteSize.Format(new FileInfo(path).Length)}.";
    }

    private static MigrationException Exists(string path) => new("ArchiveExists", MigrationErrorCategory.ResourceExists, $"There is '{path}' already.")
    {
        Subject = path,
        Remedy = "Name another file with -BackupPath, or move that one away.",
    };

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
