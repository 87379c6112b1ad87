using System.Runtime.CompilerServices;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Holds a database against standards: the engine of <c>Test-DatabaseCompliance</c>. Nothing is written anywhere.</summary>
public static class ComplianceTest
{
    /// <summary>
    /// What violates the standards, by check, as soon as it is known; at the end what could not be looked at from here.
    /// </summary>
    /// <exception cref="MigrationException">
    /// The database cannot be read; or, with a token, ProjectRefMissing, ApiAddressNotSecure, TokenRefused, ProjectNotFound or ManagementApiFailed.
    /// </exception>
    public static async IAsyncEnumerable<AssessmentFinding> RunAsync(
        ComplianceRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is wrong with the token shall be known before anything is read.
        using var project = request.Token is null ? null : await SupabaseProject.OpenAsync(request, observer, cancellationToken).ConfigureAwait(false);
        var subject = request.Database.ToString();
        var notChecked = new List<AssessmentFinding>();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        var isSupabase = project is not null;

        var database = await ComplianceSession.OpenAsync(request, project, observer, cancellationToken).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            isSupabase |= database.IsSupabase;
            foreach (var check in ComplianceChecks.OfDatabase(database).Where(check => request.Asks(check.Standards)))
            {
                foreach (var finding in await database.RunAsync(check, cancellationToken).ConfigureAwait(false))
                {
                    if (finding.Severity == FindingSeverity.NotChecked) notChecked.Add(finding);
                    else yield return finding with { Database = subject };
                }
            }
        }

        foreach (var check in ComplianceChecks.OfPlatform(isSupabase).Where(check => request.Asks(check.Standards)))
        {
            var answer = project is null ? check.Question() : await project.AskAsync(check, cancellationToken).ConfigureAwait(false);
            if (answer.All(finding => finding.Severity != FindingSeverity.NotChecked)) answered.Add(check.Name);
            foreach (var finding in answer)
            {
                if (finding.Severity == FindingSeverity.NotChecked) notChecked.Add(finding);
                else yield return finding with { Database = subject };
            }
        }

        foreach (var finding in notChecked.Where(finding => !answered.Contains(finding.Check))) yield return finding with { Database = subject };
    }
}
