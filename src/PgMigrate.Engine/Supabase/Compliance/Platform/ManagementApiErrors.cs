using System.Net;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What Supabase's Management API says when it does not answer, as errors that say what to do.</summary>
internal sealed class ManagementApiErrors() : ApiErrors("Supabase's Management API")
{
    protected override string FailedId => "ManagementApiFailed";

    protected override string Otherwise => "run it without -Token";

    protected override string Token => "a personal access token";

    protected override MigrationException? Own(HttpStatusCode status, string said, string path) => status switch
    {
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
        _ => null,
    };
}
