using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.Readiness;

namespace PgMigrate.Commands;

/// <summary>Offers the names of the checks that an assessment makes before a migration.</summary>
public sealed class ReadinessCheckCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return ReadinessTest.Checks.Where(check => check.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(check => new CompletionResult(check));
    }
}
