using System.Net;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What Supabase's Management API says when it does not answer, as errors that say what to do.</summary>
internal static class ManagementApiErrors
{
    private const string Failed = "ManagementApiFailed";

    public static MigrationException From(HttpStatusCode status, string? message, string path)
    {
        var said = string.IsNullOrWhiteSpace(message) ? "" : $": {message.TrimEnd('.')}";
        return status switch
        {
            HttpStatusCode.Unauthorized => new("TokenRefused", MigrationErrorCategory.AuthenticationError, $"Supabase's Management API does not know the token{said}.")
            {
                Subject = path,
                Remedy = "Make a personal access token in the account's settings, and give it as env:NAME or as a SecureString.",
            },
            HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired => new(
                "TokenNotAllowed", MigrationErrorCategory.PermissionDenied, $"Supabase's Management API does not let the token see this{said}.")
            {
                Subject = path,
                Remedy = "Give the token the permission that the endpoint needs, or ask a member of the organization who has it.",
            },
            HttpStatusCode.NotFound => new("ProjectNotFound", MigrationErrorCategory.ObjectNotFound, $"Supabase's Management API knows no such project{said}.")
            {
                Subject = path,
                Remedy = "Give the project's reference with -ProjectRef: the 20 letters of its address.",
            },
            HttpStatusCode.TooManyRequests => new(Failed, MigrationErrorCategory.ResourceBusy, $"Supabase's Management API takes no more questions for now{said}.")
            {
                Subject = path,
                Remedy = "Wait a minute, and run it again.",
            },
            _ => new(Failed, MigrationErrorCategory.ResourceUnavailable, $"Supabase's Management API failed with status {(int)status}{said}.")
            {
                Subject = path,
                Remedy = "Run it again, or without -Token.",
            },
        };
    }

    public static MigrationException Unreachable(Exception cause, Uri address) => new(
        Failed, MigrationErrorCategory.ConnectionError, $"Supabase's Management API cannot be reached: {cause.GetBaseException().Message.TrimEnd('.')}.", cause)
    {
        Subject = address.GetLeftPart(UriPartial.Authority),
        Remedy = "Check the network and its proxy, or run it without -Token.",
    };

    public static MigrationException Unexpected(string path, string what, Exception? cause = null) => new(
        Failed, MigrationErrorCategory.InvalidData, $"Supabase's Management API answered without what it documents: {what}.", cause)
    {
        Subject = path,
        Remedy = "Look in the project's dashboard instead.",
    };

    public static MigrationException NotSecure(Uri address) => new(
        "ApiAddressNotSecure", MigrationErrorCategory.SecurityError, "The Management API's address is not https, and the token would be readable on the way.")
    {
        Subject = address.GetLeftPart(UriPartial.Authority),
        Remedy = "Give an address that begins with https://.",
    };

    public static MigrationException TokenUnusable() => new(
        "TokenRefused", MigrationErrorCategory.InvalidArgument, "The token holds characters that no token of Supabase's has.")
    {
        Remedy = "Give the personal access token alone, without quotes, blanks or line ends.",
    };
}
