using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Security;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>
/// Makes a <see cref="DatabaseEndpoint"/> of whatever names a database: a text of any dialect, a SecureString, a hashtable,
/// a sandbox, a table, or any object that carries an endpoint. Relative paths are seen from PowerShell's location.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EndpointTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] CarryingProperties = ["Endpoint", "DatabaseUrl", "ConnectionString"];

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return Read(inputData, engineIntrinsics.SessionState)
                ?? throw new ArgumentTransformationMetadataException(
                    "This names no database. Give a URL, a keyword string, a SQLite file's path, env:NAME, dotenv:PATH#NAME, a "
                    + "SecureString, a hashtable, "
                    + "or an object with an Endpoint, DatabaseUrl or ConnectionString.");
        }
        catch (MigrationException failure)
        {
            throw new ArgumentTransformationMetadataException(
                failure.Remedy is null ? failure.Message : $"{failure.Message} {failure.Remedy}", failure);
        }
    }

    private static DatabaseEndpoint? Read(object? value, SessionState session) => (value is PSObject shell ? shell.BaseObject : value) switch
    {
        null or PSCredential => null,
        DatabaseEndpoint endpoint => endpoint,
        PgSandbox sandbox => sandbox.Endpoint,
        MigrationTable table => table.Source,
        string text => EndpointParser.Parse(FileSystemPath.WithoutPowerShellDrive(text, session), Folder(session)),
        SecureString secret => EndpointParser.FromSecureString(secret, Folder(session)),
        IDictionary settings => EndpointParser.FromSettings(Unwrapped(settings), Folder(session)),
        FileInfo file => EndpointParser.Parse(file.FullName, Folder(session)),
        _ => Carried(PSObject.AsPSObject(value), session),
    };

    private static string Folder(SessionState session) => session.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>The entries without PowerShell's wrappers, which the engine does not know.</summary>
    private static OrderedDictionary Unwrapped(IDictionary settings)
    {
        var bare = new OrderedDictionary();
        foreach (DictionaryEntry entry in settings) bare[entry.Key] = entry.Value is PSObject shell ? shell.BaseObject : entry.Value;
        return bare;
    }

    private static DatabaseEndpoint? Carried(PSObject carrier, SessionState session)
        => CarryingProperties.Select(name => carrier.Properties[name]?.Value).FirstOrDefault(value => value is not null) is { } inner
            && inner is DatabaseEndpoint or string or SecureString or PSObject { BaseObject: DatabaseEndpoint or string or SecureString }
            ? Read(inner, session)
            : null;
}
