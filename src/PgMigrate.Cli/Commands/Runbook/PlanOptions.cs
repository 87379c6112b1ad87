using System.CommandLine;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Commands;

/// <summary>A plan's settings as options of the command line. What their values may be is the plan's affair.</summary>
internal sealed class PlanOptions
{
    private static readonly (string Setting, string Option, string? HelpName, string Description)[] All =
    [
        (nameof(MigrationPlan.Table), "--table", "pattern", "Only these tables; * and ? are wildcards. May be repeated."),
        (nameof(MigrationPlan.ExcludeTable), "--exclude-table", "pattern", "Not these tables."),
        (nameof(MigrationPlan.Schema), "--schema", "pattern", "Only tables of these schemas."),
        (nameof(MigrationPlan.ExcludeSchema), "--exclude-schema", "pattern", "No tables of these schemas."),
        (nameof(MigrationPlan.ExcludeExtension), "--exclude-extension", "pattern", "Not these extensions, nor what needs them."),
        (nameof(MigrationPlan.NoOwner), "--no-owner", null, "Leave everything to the destination's role."),
        (nameof(MigrationPlan.NoPrivileges), "--no-privileges", null, "Leave out GRANT and REVOKE."),
        (nameof(MigrationPlan.IncludeRole), "--include-role", null, "Make the roles that are missing, without passwords."),
        (nameof(MigrationPlan.DestinationHost), "--destination-host", "host", "Whose rules the destination follows, where that is not found out."),
        (nameof(MigrationPlan.InferTypes), "--infer-types", null, "Let values of a SQLite file that are all UUIDs or all JSON become uuid and jsonb."),
        (nameof(MigrationPlan.IdentifierCase), "--identifier-case", "keep|lower", "How a SQLite file's names are written."),
        (nameof(MigrationPlan.AlembicProjectPath), "--alembic-project-path", "folder", "Let Alembic's migrations of this project make the tables."),
        (nameof(MigrationPlan.AlembicPath), "--alembic-path", "program", "The alembic to run."),
        (nameof(MigrationPlan.SupabaseProjectPath), "--supabase-project-path", "folder", "Let the SQL migrations of this project make the tables."),
        (nameof(MigrationPlan.Mode), "--mode", "mode", "What becomes of rows that migrations have put into their tables: append, truncate or upsert."),
        (nameof(MigrationPlan.BackupPath), "--backup-path", "file", "The file that keeps the source."),
        (nameof(MigrationPlan.EnvPath), "--env-path", "file", "A .env file to switch. May be repeated."),
        (nameof(MigrationPlan.Name), "--name", "name", "The variable; DATABASE_URL without it."),
        (nameof(MigrationPlan.Dialect), "--dialect", "dialect", "The form to write; the one that stands there without it."),
        (nameof(MigrationPlan.Skip), "--skip", "step", "Leave this step out. May be repeated."),
        (nameof(MigrationPlan.StopBefore), "--stop-before", "step", "Stop before this step: runbook resume goes on."),
        (nameof(MigrationPlan.Fence), "--fence", null, "Keep the source from being written to, from its final copy to the end."),
        (nameof(MigrationPlan.FenceTimeout), "--fence-timeout", "seconds", "How long open transactions get to end by themselves."),
        (nameof(MigrationPlan.Level), "--level", "level", "How thoroughly rows are compared: count, sample, checksum or full."),
        (nameof(MigrationPlan.HealthUri), "--health-uri", "url", "The address that tells whether the program is well."),
        (nameof(MigrationPlan.HealthTimeout), "--health-timeout", "seconds", "How long it may take to become well."),
        (nameof(MigrationPlan.LogPath), "--log-path", "file", "A log of the program, whose errors are counted. May be repeated."),
        (nameof(MigrationPlan.ErrorPattern), "--error-pattern", "regex", "What a line of the logs that tells of an error looks like."),
        (nameof(MigrationPlan.RollbackOnFailure), "--rollback-on-failure", null, "Give the program its old database again where a step fails after the switch."),
        (nameof(MigrationPlan.ReportPath), "--report", "file", "Write a report into this file: .html, .json, .xml (JUnit) or .md. May be repeated."),
        (nameof(MigrationPlan.ThrottleLimit), "--jobs", "number", "The number of connections at the same time, on each side."),
        (nameof(MigrationPlan.Force), "--force", null, "Copy into a database that has objects already."),
    ];

    private readonly Dictionary<string, Option> options;

    /// <param name="settings">The settings to offer; none for all.</param>
    public PlanOptions(params string[] settings)
        => options = All.Where(one => settings.Length == 0 || settings.Contains(one.Setting)).ToDictionary(
            one => one.Setting,
            one => one.HelpName is null
                ? new Option<bool>(one.Option) { Description = one.Description }
                : (Option)new Option<string[]>(one.Option) { Description = one.Description, HelpName = one.HelpName });

    public void AddTo(Command command)
    {
        foreach (var option in options.Values) command.Add(option);
    }

    /// <summary>The settings that the command line says, by the plan's names.</summary>
    public IReadOnlyDictionary<string, object?> Read(ParseResult parsed) => options
        .Where(option => parsed.GetResult(option.Value) is { Implicit: false })
        .ToDictionary(option => option.Key, option => option.Value is Option<bool> flag ? parsed.GetValue(flag) : (object?)parsed.GetValue((Option<string[]>)option.Value), StringComparer.OrdinalIgnoreCase);
}
