namespace PgMigrate.Engine.Alembic;

/// <summary>Which project's migrations shall be run on which database.</summary>
public sealed record AlembicRequest
{
    /// <summary>The table in which Alembic keeps the revisions, where env.py names no other.</summary>
    public const string DefaultVersionTable = "alembic_version";

    public required DatabaseEndpoint Database { get; init; }

    /// <summary>The database that this one shall become like, to compare revisions with; null for none.</summary>
    public DatabaseEndpoint? Source { get; init; }

    /// <summary>The folder with the project's alembic.ini; it is the program's working directory.</summary>
    public required string Path { get; init; }

    /// <summary>The revision to upgrade to; null for all heads.</summary>
    public string? Revision { get; init; }

    /// <summary>The environment variable from which the project's env.py takes the URL.</summary>
    public string Variable { get; init; } = "DATABASE_URL";

    /// <summary>The form in which the project wants the URL; null to see what it uses now.</summary>
    public DatabaseUrlDialect? Dialect { get; init; }

    /// <summary>The program; null for that of the project's virtual environment, else that on the PATH.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>Arguments before Alembic's command, such as <c>-x tenant=a</c> or <c>-n section</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The table with the revisions where env.py names another one, as <c>name</c> or <c>schema.name</c>.</summary>
    public string VersionTable { get; init; } = DefaultVersionTable;

    /// <summary>Whether to go on where Alembic does not say which database it connects to.</summary>
    public bool Force { get; init; }
}
