using System.Management.Automation;
using System.Security;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>
/// Makes a SecureString of <c>env:NAME</c>, and takes one as it is. A secret in clear text is refused: it would stay in the shell's history.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return (inputData is PSObject shell ? shell.BaseObject : inputData) switch
            {
                SecureString secret => secret,
                string text => SecretText.Read(text),
                _ => throw new ArgumentTransformationMetadataException("This is no secret. Give env:NAME or a SecureString."),
            };
        }
        catch (MigrationException failure)
        {
            throw new ArgumentTransformationMetadataException($"{failure.Message} {failure.Remedy}", failure);
        }
    }
}
