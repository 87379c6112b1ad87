using System.Diagnostics;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Alembic;

/// <summary>
/// Runs a project's own Alembic against a database: the engine of <c>Invoke-AlembicMigration</c>. The URL is in the program's environment,
/// never among its arguments, which others on the machine can read.
/// </summary>
public sealed partial class AlembicMigration
{
    private readonly AlembicRequest request;
    private readonly IMigrationObserver observer;
    private readonly AlembicProgram program;
    private readonly DatabaseEndpoint database;
    private AlembicPlan? plan;

    private AlembicMigration(AlembicRequest request, AlembicProgram program, DatabaseEndpoint database, IMigrationObserver observer)
        => (this.request, this.program, this.database, this.observer) = (request, program, database, observer);

    /// <summary>Finds the project, its program and the form of URL that it wants. Nothing is run yet.</summary>
    /// <exception cref="MigrationException">AlembicConfigMissing, AlembicMissing, PostgresRequired, DialectCannotExpress or TransactionPoolerRefused.</exception>
    public static AlembicMigration Open(AlembicRequest request, IMigrationObserver observer)
    {
        if (request.Database.Kind != DatabaseKind.PostgreSql) throw EndpointErrors.PostgresRequired(request.Database);
        var folder = Path.GetFullPath(request.Path);
        if (!File.Exists(Path.Combine(folder, "alembic.ini")) && !request.Arguments.Contains("-c") && !request.Arguments.Contains("--config"))
        {
            throw AlembicErrors.ConfigMissing(folder);
        }

        // A pooler in transaction mode loses what a migration sets.
        var database = MigrationRoute.Prepare(request.Database, observer);
        var dialect = request.Dialect ?? AlembicDialect.Detect(folder, request.Variable);
        var url = DatabaseUrl.Format(database, dialect);
        foreach (var name in url.Dropped) observer.Warning($"The URL in the dialect {dialect} cannot say {name}, which is left out.");
        var program = AlembicProgram.Find(request.ProgramPath, folder, request.Arguments, request.Variable, url, database.Password, observer);
        observer.Verbose($"{program} gets {request.Variable} = {url.MaskedText}.");
        return new(request with { Path = folder }, program, database, observer);
    }

    /// <summary>Learns what an upgrade would do, and that the project connects to the database that it is given.</summary>
    /// <exception cref="MigrationException">AlembicFailed, AlembicConnectsElsewhere, AlembicConnectionUnknown, or the database cannot be read.</exception>
    public async Task<AlembicPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var heads = await HeadsAsync(cancellationToken).ConfigureAwait(false);
        if (heads.Count > 1) observer.Warning($"The project has {heads.Count} heads: {string.Join(", ", heads)}. 'alembic merge' makes one of them.");
        await RequireSameDatabaseAsync(cancellationToken).ConfigureAwait(false);
        return plan = new()
        {
            Heads = heads,
            Current = await AlembicVersions.ReadAsync(database, request.VersionTable, observer, cancellationToken).ConfigureAwait(false),
            // With several heads 'head' is an error; with one it is the same.
            Revision = request.Revision ?? "heads",
        };
    }

    /// <summary>Upgrades, and reads at which revisions both ends are then.</summary>
    /// <exception cref="MigrationException">AlembicFailed: the program's own last words, and at which revisions the database is now.</exception>
    public async Task<AlembicMigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var planned = plan ?? await PlanAsync(cancellationToken).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        var run = await UpgradeAsync(planned.Revision, cancellationToken).ConfigureAwait(false);
        var revisions = await AlembicVersions.ReadAsync(database, request.VersionTable, observer, cancellationToken).ConfigureAwait(false);
        if (run.ExitCode != 0) throw AlembicErrors.Failed(run, $"upgrade {planned.Revision}", request, revisions);

        var result = new AlembicMigrationResult
        {
            Database = request.Database.ToString(),
            Path = request.Path,
            Revision = planned.Revision,
            Heads = planned.Heads,
            RevisionsBefore = planned.Current,
            Revisions = revisions,
            SourceRevisions = request.Source is null
                ? null
                : await AlembicVersions.ReadAsync(MigrationRoute.Prepare(request.Source, observer), request.VersionTable, observer, cancellationToken).ConfigureAwait(false),
            Elapsed = watch.Elapsed,
        };
        if (revisions.Count == 0 && planned.Heads.Count > 0 && planned.Revision == "heads") throw AlembicErrors.VersionsElsewhere(request);
        if (result.IsMatch == false) observer.Warning(Differ(result));
        return result;
    }

    private async Task<AlembicRun> UpgradeAsync(string revision, CancellationToken cancellationToken)
    {
        try
        {
            return await program.RunAsync(["upgrade", revision], cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await AlembicSessions.EndAsync(database, program.SessionName, observer).ConfigureAwait(false);
            throw;
        }
    }

    private static string Differ(AlembicMigrationResult result)
        => $"The source is at {(result.SourceRevisions!.Count == 0 ? "no revision" : string.Join(", ", result.SourceRevisions))} and the database at "
            + $"{string.Join(", ", result.Revisions)}: their tables differ. Upgrade the source too, or give its revision with -Revision, before rows are copied.";

    private async Task<IReadOnlyList<string>> HeadsAsync(CancellationToken cancellationToken)
    {
        var run = await program.RunAsync(["heads"], cancellationToken).ConfigureAwait(false);
        if (run.ExitCode != 0) throw AlembicErrors.Failed(run, "heads", request, []);
        return [.. run.Output.Select(line => Head().Match(line)).Where(match => match.Success).Select(match => match.Groups["revision"].Value)];
    }

    /// <summary>A project that takes its URL from elsewhere would migrate another database.</summary>
    private async Task RequireSameDatabaseAsync(CancellationToken cancellationToken)
    {
        var run = await program.RunAsync(["current", "--verbose"], cancellationToken).ConfigureAwait(false);
        if (run.ExitCode != 0) throw AlembicErrors.Failed(run, "current", request, []);
        var told = run.Output.Select(line => ConnectedTo().Match(line)).FirstOrDefault(match => match.Success)?.Groups["url"].Value;
        if (told is null)
        {
            if (request.Force) return;
            throw AlembicErrors.ConnectionUnknown(request);
        }

        var other = Parse(told);
        if (other is null || !IsSame(other, database)) throw AlembicErrors.ConnectsElsewhere(request, other?.ToString() ?? "another database");
    }

    private static DatabaseEndpoint? Parse(string url)
    {
        try
        {
            return EndpointParser.Parse(url);
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    private static bool IsSame(DatabaseEndpoint told, DatabaseEndpoint meant) => told.Kind == meant.Kind && told.Database == meant.Database
        && told.Port == meant.Port && string.Equals(told.Host, meant.Host, StringComparison.OrdinalIgnoreCase);

    // Such as: 1975ea83b712 (accounts) (head). An effective head is one that another depends on: the database does not record it.
    [GeneratedRegex(@"^(?<revision>[^\s()]+)( .*)?\(head\)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^Current revision\(s\) for (?<url>\S+):\s*\z")]
    private static partial Regex ConnectedTo();
}
