using System.Management.Automation;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Commands;

/// <summary>Compares the schemas of two PostgreSQL databases, object by object and property by property.</summary>
[Cmdlet(VerbsData.Compare, "PgSchema", DefaultParameterSetName = FromSource)]
[OutputType(typeof(SchemaDifference), typeof(bool))]
public sealed class ComparePgSchemaCommand : SchemaComparisonCmdlet
{
    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new SchemaComparisonRequest
        {
            Source = Source.With(SourceCredential),
            Destination = Destination.With(DestinationCredential),
            Options = SchemaOptions,
        };
        var differences = await SchemaComparison.RunAsync(request, output.Observer, cancellationToken);
        if (Quiet) await output.WriteObjectAsync(differences.Count == 0);
        else foreach (var difference in differences) await output.WriteObjectAsync(difference);
    }
}
