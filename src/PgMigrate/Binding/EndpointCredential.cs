using System.Management.Automation;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>Puts what -Credential holds into an endpoint.</summary>
internal static class EndpointCredential
{
    /// <summary>The endpoint with the credential's user and password, or as it is where there is no credential.</summary>
    public static DatabaseEndpoint With(this DatabaseEndpoint endpoint, PSCredential? credential)
        => credential is null || credential == PSCredential.Empty
            ? endpoint
            : EndpointParser.WithCredential(endpoint, credential.UserName, credential.Password);
}
