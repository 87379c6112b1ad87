using System.Collections;
using System.Management.Automation;
using PgMigrate.Engine.Reports;

namespace PgMigrate.Commands;

/// <summary>Writes what the other cmdlets gave as a page, as JSON, as JUnit's XML or as Markdown.</summary>
[Cmdlet(VerbsData.Export, "MigrationReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMigrationReportCommand : AsyncCmdlet
{
    private readonly List<object> items = [];

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[] InputObject { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Migration report";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        Take(InputObject);
        return Task.CompletedTask;
    }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var path = this.Resolve(Path);
        if (!await output.ShouldProcessAsync(path, $"Write a report of {items.Count} objects")) return;
        await MigrationReport.WriteAsync(new() { Path = path, Items = items, Title = Title, Force = Force }, cancellationToken);
        if (PassThru) await output.WriteObjectAsync(new FileInfo(path));
    }

    /// <summary>Several variables in a row, as in <c>$findings, $copy</c>, are lists of lists.</summary>
    private void Take(object? item)
    {
        switch (item is PSObject wrapped ? wrapped.BaseObject : item)
        {
            case null: break;
            case string text: items.Add(text); break;
            case IEnumerable several:
                foreach (var one in several) Take(one);
                break;
            // A bag of properties keeps its name in its wrapper.
            case PSCustomObject bag: items.Add(DeserializedRecord.Restore((PSObject)item!) ?? bag); break;
            case var one: items.Add(one); break;
        }
    }
}
