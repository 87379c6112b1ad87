using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>A project of Supabase's as its Management API knows it.</summary>
internal sealed partial class SupabaseProject : IDisposable
{
    private readonly ManagementApi api;

    private SupabaseProject(ManagementApi api, string reference) => (this.api, Ref) = (api, reference);

    /// <summary>The project's reference: the 20 letters of its address.</summary>
    public string Ref { get; }

    /// <summary>The slug of the organization that it belongs to.</summary>
    public string Organization { get; private init; } = "";

    /// <summary>The schemas that the project's Data API serves; null where the token may not see them.</summary>
    public IReadOnlyList<string>? ExposedSchemas { get; private init; }

    /// <summary>The weight of what Supabase requires of HIPAA projects and recommends to all others.</summary>
    public FindingSeverity RequiredForHipaa { get; private init; }

    /// <summary>Asks for the project itself, so that a wrong token or reference is known at once.</summary>
    /// <exception cref="MigrationException">ProjectRefMissing, ApiAddressNotSecure, TokenRefused, TokenNotAllowed, ProjectNotFound or ManagementApiFailed.</exception>
    public static async Task<SupabaseProject> OpenAsync(ComplianceRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reference = request.ProjectRef ?? SupabaseReference.Of(request.Database) ?? throw new MigrationException(
            "ProjectRefMissing", MigrationErrorCategory.InvalidArgument, "The endpoint does not say which project of Supabase's it belongs to.")
        {
            Subject = request.Database.ToString(),
            Remedy = "Give the project's reference with -ProjectRef.",
        };
        if (!Reference().IsMatch(reference))
        {
            throw new MigrationException("ProjectRefMissing", MigrationErrorCategory.InvalidArgument, "A project's reference is 20 lower-case letters.")
            {
                Subject = reference,
                Remedy = "Copy the reference from the project's address.",
            };
        }

        var api = new ManagementApi(request.ApiAddress, request.Token!, observer);
        try
        {
            using var project = await api.GetAsync($"/v1/projects/{reference}", cancellationToken).ConfigureAwait(false);
            return new(api, reference)
            {
                // Older answers have the slug as the id.
                Organization = project.Text("organization_slug") ?? project.Text("organization_id") ?? "",
                ExposedSchemas = await ReadExposedAsync(api, reference, observer, cancellationToken).ConfigureAwait(false),
                RequiredForHipaa = request.Asks([ComplianceStandard.Hipaa]) ? FindingSeverity.Error : FindingSeverity.Warning,
            };
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <summary>The check's findings. What the token may not see, or the API cannot say, is a finding too.</summary>
    /// <exception cref="MigrationException">TokenRefused: it was revoked meanwhile.</exception>
    public async Task<IReadOnlyList<AssessmentFinding>> AskAsync(PlatformCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.AskAsync(api, this, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure) when (failure.ErrorId != "TokenRefused")
        {
            return check.Unanswered(Ref, failure);
        }
    }

    public void Dispose() => api.Dispose();

    private static async Task<IReadOnlyList<string>?> ReadExposedAsync(
        ManagementApi api, string reference, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            using var settings = await api.GetAsync($"/v1/projects/{reference}/postgrest", cancellationToken).ConfigureAwait(false);
            return settings.Text("db_schema") is { Length: > 0 } list ? Compliance.ExposedSchemas.Split(list) : null;
        }
        catch (MigrationException failure) when (failure.ErrorId != "TokenRefused")
        {
            observer.Warning($"{failure.Message} The schemas that the Data API serves are taken from the database instead.");
            return null;
        }
    }

    [GeneratedRegex(@"^[a-z]{20}\z")]
    private static partial Regex Reference();
}
