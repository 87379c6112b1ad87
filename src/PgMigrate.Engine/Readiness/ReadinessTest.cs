using System.Runtime.CompilerServices;
using PgMigrate.Engine.Assessment;

namespace PgMigrate.Engine.Readiness;

/// <summary>
/// Assesses a migration before anything moves: the engine of <c>Test-MigrationReadiness</c>. What is tried at the destination is tried in a
/// transaction that is taken back: nothing is written anywhere.
/// </summary>
public sealed class ReadinessTest
{
    /// <summary>The error id of a migration that is not ready.</summary>
    public const string NotReady = "MigrationNotReady";

    /// <summary>How its message begins.</summary>
    public const string NotReadyMessage = "The migration is not ready";

    private readonly ReadinessRequest request;
    private readonly IMigrationObserver observer;
    private readonly CheckChoice choice;
    private readonly AssessmentVerdict verdict = new(FindingSeverity.Error);
    private readonly ReadinessVerdict result;

    /// <exception cref="MigrationException">ParametersConflict: there is no check of a name; ObjectPatternInvalid.</exception>
    public ReadinessTest(ReadinessRequest request, IMigrationObserver observer)
    {
        (this.request, this.observer, choice) = (request, observer, new(request));
        result = new(request);
    }

    /// <summary>The names of all checks.</summary>
    public static IReadOnlyList<string> Checks => ReadinessChecks.Names;

    /// <summary>The verdict, once every finding has been read.</summary>
    public MigrationReadiness Readiness => result.Sum(verdict);

    /// <summary>What a migration has to reckon with, as soon as it is known.</summary>
    /// <exception cref="MigrationException">An end can't be reached, or does not let the role in.</exception>
    public async IAsyncEnumerable<AssessmentFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var assessment = new ReadinessAssessment(request, choice, result, observer);
        await using (assessment.ConfigureAwait(false))
        {
            await foreach (var finding in assessment.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!choice.Includes(finding.Check)) continue;
                verdict.Add(finding);
                yield return finding;
            }
        }
    }
}
