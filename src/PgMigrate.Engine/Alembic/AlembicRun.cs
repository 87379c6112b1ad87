namespace PgMigrate.Engine.Alembic;

/// <summary>What one call of the program said, without the password.</summary>
internal sealed record AlembicRun(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error);
