using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PgMigrate.Commands;

/// <summary>Offers the major versions of PostgreSQL that PgMigrate knows, newest first.</summary>
public sealed class PostgresVersionCompleter : IArgumentCompleter
{
    private static readonly string[] Versions = ["18", "17", "16", "15", "14", "13", "12"];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return Versions.Where(version => version.StartsWith(typed, StringComparison.Ordinal))
            .Select(version => new CompletionResult(version, version, CompletionResultType.ParameterValue, "PostgreSQL " + version));
    }
}
