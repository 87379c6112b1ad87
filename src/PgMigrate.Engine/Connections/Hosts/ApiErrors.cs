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

    /// <summary>What the host's token is called, with its article.</summary>
    protected abstract string Token { get; }

    /// <summary>What the host says with a status.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="message">Its own words; null where it has none.</param>
    /// <param name="path">What was asked for.</param>
    public MigrationException From(HttpStatusCode status, string? message, string path)
    {
        var said = string.IsNullOrWhiteSpace(message) ? "" : $": {message.TrimEnd('.')}";
        return Own(status, said, path) ?? status switch
        {
            HttpStatusCode.Unauthorized => new("TokenRefused", MigrationErrorCategory.AuthenticationError, $"{Api} does not know the token{said}.")
            {
                Subject = path,
                Remedy = $"Make {Token} in the account's settings, and give it as env:NAME or as a SecureString.",
            },
            HttpStatusCode.TooManyRequests => new(FailedId, MigrationErrorCategory.ResourceBusy, $"{Api} takes no more questions for now{said}.")
            {
                Subject = path,
                Remedy = "Wait some minutes, and run it again.",
            },
            _ => new(FailedId, MigrationErrorCategory.ResourceUnavailable, $"{Api} failed with status {(int)status}{said}.")
            {
                Subject = path,
                Remedy = $"Run it again, or {Otherwise}.",
            },
        };
    }

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

    /// <summary>What a status means at this host; null where it means what it does everywhere.</summary>
    protected abstract MigrationException? Own(HttpStatusCode status, string said, string path);
}
