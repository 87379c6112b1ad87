using System.Management.Automation;
using PgMigrate.Engine.Archives;

namespace PgMigrate.Commands;

/// <summary>Tells what is in an archive of pg_dump or Export-PgDatabase: itself, its entries, or one entry's definition or rows.</summary>
[Cmdlet(VerbsCommon.Get, "PgArchive", DefaultParameterSetName = OfArchive)]
[OutputType(typeof(PgArchive), ParameterSetName = [OfArchive])]
[OutputType(typeof(PgArchiveEntry), ParameterSetName = [OfEntries])]
[OutputType(typeof(string), typeof(FileInfo), ParameterSetName = [OfOne, FromEntry])]
public sealed class GetPgArchiveCommand : AsyncCmdlet
{
    private const string OfArchive = "Archive";
    private const string OfEntries = "Entries";
    private const string OfOne = "Entry";
    private const string FromEntry = "InputObject";

    [Parameter(ParameterSetName = OfArchive, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = OfEntries, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = OfOne, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(ParameterSetName = OfEntries, Mandatory = true)]
    public SwitchParameter List { get; set; }

    [Parameter(ParameterSetName = OfOne, Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Entry { get; set; }

    [Parameter(ParameterSetName = FromEntry, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PgArchiveEntry InputObject { get; set; } = null!;

    [Parameter(ParameterSetName = OfOne)]
    [Parameter(ParameterSetName = FromEntry)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (ParameterSetName == FromEntry)
        {
            await ExtractAsync(InputObject.Archive, InputObject.DumpId, output, cancellationToken);
            return;
        }

        var path = this.Resolve(Path);
        if (ParameterSetName == OfOne) await ExtractAsync(path, Entry, output, cancellationToken);
        else if (!List) await output.WriteObjectAsync(await ArchiveListing.ReadAsync(path, cancellationToken));
        else foreach (var entry in await ArchiveListing.ReadEntriesAsync(path, cancellationToken)) await output.WriteObjectAsync(entry);
    }

    /// <summary>One entry's definition, or its rows, into the pipeline or into a file.</summary>
    private async Task ExtractAsync(string path, int dumpId, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (OutFile is null)
        {
            await foreach (var line in ArchiveListing.ReadLinesAsync(path, dumpId, cancellationToken)) await output.WriteObjectAsync(line);
            return;
        }

        var file = this.Resolve(OutFile);
        await ArchiveListing.ExtractAsync(path, dumpId, file, cancellationToken);
        await output.WriteObjectAsync(new FileInfo(file));
    }
}
