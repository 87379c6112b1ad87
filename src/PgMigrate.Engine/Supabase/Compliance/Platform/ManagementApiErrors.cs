using System.Net;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What Supabase's Management API says when it does not answer, as errors that say what to do.</summary>
internal sealed class ManagementApiErrors() : ApiErrors("Supabase's Management API")
{
    protected override string FailedId => "ManagementApiFailed";

    protected override string Otherwise => "run it without -Token";

    public override MigrationException From(HttpStatusCode status, string? message, string path)
    {
        var said = Said(message);
        return status switch
        {
            HttpStatusCode.Unauthorized => new("TokenRefused", MigrationErrorCategory.AuthenticationError, $"{Api} does not know the token{said}.")
            {
                Subject = path,
                Remedy = "Make a personal access token in the account's settings, and give it as env:NAME or as a SecureString.",
            },
            HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired => new("TokenNotAllowed", MigrationErrorCategory.PermissionDenied, $"{Api} does not let the token see this{said}.")
            {
                Subject = path,
                Remedy = "Give the token the permission that the endpoint needs, or ask a member of the organization who has it.",
            },
            HttpStatusCode.NotFound => new("ProjectNotFound", MigrationErrorCategory.ObjectNotFound, $"{Api} knows no such project{said}.")
            {
                Subject = path,
                Remedy = "Give the project's reference with -ProjectRef: the 20 letters of its address.",
            },
            HttpStatusCode.TooManyRequests => new(FailedId, MigrationErrorCategory.ResourceBusy, $"{Api} takes no more questions for now{said}.")
            {
                Subject = path,
                Remedy = "Wait a minute, and run it again.",
            },
            _ => new(FailedId, MigrationErrorCategory.ResourceUnavailable, $"{Api} failed with status {(int)status}{said}.")
            {
                Subject = path,
                Remedy = $"Run it again, or {Otherwise}.",
            },
        };
    }
}
