using System.ComponentModel;

namespace PgMigrate.Engine.Alembic;

/// <summary>What goes wrong with a project's Alembic, as errors that say what to do.</summary>
internal static class AlembicErrors
{
    /// <summary>Alembic's and its drivers' own words, and what to do then.</summary>
    private static readonly (string Words, string Remedy)[] Known =
    [
        ("Can't locate revision identified by", "The database is at a revision that this project does not have: check out the version of the project that made it."),
        ("Multiple head revisions", "Give -Revision heads, or merge the heads with 'alembic merge'."),
        ("invalid interpolation syntax", "The URL holds percent signs, which configparser reads as its own: in env.py write .replace('%', '%%') where the URL goes to set_main_option."),
        ("No module named 'psycopg2'", "Install psycopg2 in the project's environment, or choose its driver with -Dialect."),
        ("No module named 'psycopg'", "Install psycopg in the project's environment, or choose its driver with -Dialect."),
        ("No module named 'asyncpg'", "Install asyncpg in the project's environment, or choose its driver with -Dialect."),
        ("unexpected keyword argument 'sslmode'", "asyncpg has its own word for TLS: give -Dialect Asyncpg."),
        ("Can't load plugin: sqlalchemy.dialects:postgres", "SQLAlchemy 1.4 and later want postgresql:// : give -Dialect Libpq."),
        ("already exists", "The tables are there and Alembic does not know: record their revision with 'alembic stamp', or copy without the schema."),
    ];

    public static MigrationException ConfigMissing(string folder) => new(
        "AlembicConfigMissing", MigrationErrorCategory.ObjectNotFound, "The folder has no alembic.ini.")
    {
        Subject = folder,
        Remedy = "Give the project's folder with -Path.",
    };

    public static MigrationException Missing(string folder) => new(
        "AlembicMissing", MigrationErrorCategory.ObjectNotFound, "Alembic is neither in the project's virtual environment nor on the PATH.")
    {
        Subject = folder,
        Remedy = "Install the project's requirements, or name the program with -AlembicPath.",
    };

    public static MigrationException NotStarted(string path, Win32Exception failure) => new(
        "AlembicMissing", MigrationErrorCategory.ObjectNotFound, $"Alembic cannot be started: {failure.Message}.", failure)
    {
        Subject = path,
        Remedy = "Name the program with -AlembicPath.",
    };

    public static MigrationException Failed(AlembicRun run, string command, AlembicRequest request, IReadOnlyList<string> revisions)
    {
        // A traceback's last line is the exception itself; SQLAlchemy adds the statement and a link behind the server's words.
        var words = run.Error.Concat(run.Output).Where(line => line.Length > 0).ToList();
        var said = run.Error.LastOrDefault(line => line.Length > 0 && !line.StartsWith("(Background on", StringComparison.Ordinal)) ?? words.LastOrDefault();
        var remedy = Known.FirstOrDefault(known => words.Any(line => line.Contains(known.Words, StringComparison.Ordinal))).Remedy;
        return new("AlembicFailed", MigrationErrorCategory.InvalidOperation, $"'alembic {command}' ended with exit code {run.ExitCode}{(said is null ? "" : $": {said.TrimEnd('.')}")}.")
        {
            Subject = request.Database.ToString(),
            Detail = $"The database is at {(revisions.Count == 0 ? "no revision" : string.Join(", ", revisions))}.\n{string.Join('\n', words.TakeLast(20))}",
            Remedy = remedy ?? "See the program's own words with -Verbose, correct the migration, and run it again: what was done counts as done.",
        };
    }

    public static MigrationException ConnectsElsewhere(AlembicRequest request, string other) => new(
        "AlembicConnectsElsewhere", MigrationErrorCategory.InvalidOperation, $"The project's env.py connects to {other}, not to the database that it was given in {request.Variable}.")
    {
        Subject = request.Database.ToString(),
        Remedy = "Name the environment variable that env.py reads with -Variable; nothing was run.",
    };

    public static MigrationException ConnectionUnknown(AlembicRequest request) => new(
        "AlembicConnectionUnknown", MigrationErrorCategory.InvalidOperation, "'alembic current --verbose' does not say which database it connects to.")
    {
        Subject = request.Database.ToString(),
        Remedy = $"Make sure that env.py reads {request.Variable}, and add -Force; nothing was run.",
    };

    public static MigrationException VersionsElsewhere(AlembicRequest request) => new(
        "AlembicVersionsMissing", MigrationErrorCategory.ObjectNotFound, $"Alembic ended well, but there is no revision in {request.VersionTable}.")
    {
        Subject = request.Database.ToString(),
        Remedy = "Name the table that env.py sets as version_table with -VersionTable.",
    };
}
