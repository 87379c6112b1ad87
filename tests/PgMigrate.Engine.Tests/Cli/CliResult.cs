namespace PgMigrate.Engine.Tests.Cli;

/// <summary>What a run of <c>pgmigrate</c> ended with.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string Everything => Output + Error;
}
