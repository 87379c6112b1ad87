using PgMigrate.Engine.Alembic;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Alembic;

/// <summary>A little project whose schema is Alembic's, as its users write it.</summary>
internal sealed class AlembicProject : IDisposable
{
    /// <summary>What Alembic's template and its tutorial make together: the URL comes from the environment.</summary>
    public const string EnvironmentScript = """
        import os, sys
        from alembic import context
        from sqlalchemy import engine_from_config, pool

        config = context.config
        config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"].replace("%", "%%"))
        with open(os.path.join(os.path.dirname(__file__), "..", "arguments.txt"), "a") as seen:
            seen.write(" ".join(sys.argv) + "\n")

        connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
        with connectable.connect() as connection:
            context.configure(connection=connection, target_metadata=None)
            with context.begin_transaction():
                context.run_migrations()
        """;

    private static readonly Lazy<bool> IsInstalled = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator).Any(folder => File.Exists(System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "alembic.exe" : "alembic"))));

    public AlembicProject(string environmentScript = EnvironmentScript, string configuredUrl = "driver://user:pass@localhost/dbname")
    {
        Assert.SkipUnless(IsInstalled.Value, "Alembic is not installed here: Debian's packages are alembic and python3-psycopg2.");
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "alembic", "versions"));
        Write("alembic.ini", $"""
            [alembic]
            script_location = alembic
            sqlalchemy.url = {configuredUrl}

            [loggers]
            keys = root,alembic
            [handlers]
            keys = console
            [formatters]
            keys = generic
            [logger_root]
            level = WARN
            handlers = console
            qualname =
            [logger_alembic]
            level = INFO
            handlers =
            qualname = alembic
            [handler_console]
            class = StreamHandler
            args = (sys.stderr,)
            formatter = generic
            [formatter_generic]
            format = %(levelname)s %(message)s
            """);
        Write("alembic/env.py", "from logging.config import fileConfig\nfrom alembic import context\nfileConfig(context.config.config_file_name)\n" + environmentScript);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("pgmigrate-alembic-").FullName;

    /// <summary>How the program was called, a line each time.</summary>
    public string Arguments => File.ReadAllText(System.IO.Path.Combine(Path, "arguments.txt"));

    public RecordingObserver Observer { get; } = new();

    /// <summary>A project with users, and then their orders.</summary>
    public static AlembicProject OfShop()
    {
        var project = new AlembicProject();
        project.Add("aaa1", null, "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL)");
        project.Add("bbb2", "aaa1", "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users)");
        return project;
    }

    public AlembicProject Add(string revision, string? after, string sql)
    {
        Write($"alembic/versions/{revision}.py", $""""
            from alembic import op

            revision = "{revision}"
            down_revision = {(after is null ? "None" : $"\"{after}\"")}

            def upgrade():
                op.execute("""{sql}""")
            """");
        return this;
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text + "\n");

    public AlembicRequest Request(DatabaseEndpoint database) => new() { Database = database, Path = Path };

    public Task<AlembicMigrationResult> RunAsync(DatabaseEndpoint database) => RunAsync(Request(database));

    public Task<AlembicMigrationResult> RunAsync(AlembicRequest request)
        => AlembicMigration.Open(request, Observer).RunAsync(TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
