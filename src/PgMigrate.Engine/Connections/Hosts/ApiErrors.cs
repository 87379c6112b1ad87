using System.Net;

namespace PgMigrate.Engine.Connections;

/// <summary>What the API of a host says when it does not answer, as errors that say what to do. The messages of all hosts begin with its name.</summary>
/// <param name="api">The API in words, such as <c>Render's API</c>.</param>
internal abstract class ApiErrors(string api)
{
    /// <summary>The API in words.</summary>
    public string Api { get; } = api;

    /// <summary>The error's id where no more is known.</summary>
    protected abstract string FailedId { get; }

    /// <summary>What else to do than to wait.</summary>
    protected abstract string Otherwise { get; }

    public abstract MigrationException From(HttpStatusCode status, string? message, string path);

    public MigrationException Unreachable(Exception cause, Uri address) => new(
        FailedId, MigrationErrorCategory.ConnectionError, $"{Api} cannot be reached: {cause.GetBaseException().Message.TrimEnd('.')}.", cause)
    {
        Subject = address.GetLeftPart(UriPartial.Authority),
        Remedy = $"Check the network and its proxy, or {Otherwise}.",
    };

    public MigrationException Unexpected(string path, string what, Exception? cause = null) => new(
        FailedId, MigrationErrorCategory.InvalidData, $"{Api} answered without what it documents: {what}.", cause)
    {
        Subject = path,
        Remedy = "Look in the host's dashboard instead.",
    };

    public MigrationException NotSecure(Uri address) => new(
        "ApiAddressNotSecure", MigrationErrorCategory.SecurityError, $"The address of {Api} is not https, and the token would be readable on the way.")
    {
        Subject = address.GetLeftPart(UriPartial.Authority),
        Remedy = "Give an address that begins with https://.",
    };

    public MigrationException TokenUnusable() => new("TokenRefused", MigrationErrorCategory.InvalidArgument, $"The token holds characters that no token of {Api} has.")
    {
        Remedy = "Give the token alone, without quotes, blanks or line ends.",
    };

    protected static string Said(string? message) => string.IsNullOrWhiteSpace(message) ? "" : $": {message.TrimEnd('.')}";
}
