using System.Management.Automation;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>Writes an endpoint in the form that a client library wants.</summary>
[Cmdlet(VerbsData.ConvertTo, "DatabaseUrl")]
[OutputType(typeof(MaskedDatabaseUrl), typeof(string))]
public sealed class ConvertToDatabaseUrlCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [EndpointTransformation]
    public DatabaseEndpoint InputObject { get; set; } = null!;

    [Parameter(Position = 1)]
    public DatabaseUrlDialect Dialect { get; set; } = DatabaseUrlDialect.Libpq;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var endpoint = InputObject.With(Credential);
        try
        {
            var written = DatabaseUrl.Format(endpoint, Dialect);
            foreach (var warning in written.Warnings) await output.WriteWarningAsync(warning);
            if (AsPlainText && written.Dropped.Count > 0)
            {
                // A string has no property that says so.
                await output.WriteWarningAsync($"The {Dialect} form has no place for {string.Join(", ", written.Dropped)}: left out.");
            }
            await output.WriteObjectAsync(AsPlainText
                ? written.Text
                : new MaskedDatabaseUrl { Dialect = Dialect, Url = written.MaskedText, Endpoint = endpoint, Dropped = written.Dropped });
        }
        catch (MigrationException failure)
        {
            await output.WriteErrorAsync(failure, endpoint);
        }
    }
}
