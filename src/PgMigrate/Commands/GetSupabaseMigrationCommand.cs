using System.Management.Automation;
using PgMigrate.Engine.Supabase;

namespace PgMigrate.Commands;

/// <summary>Lists a project's SQL migrations: what is applied, pending, missing or changed.</summary>
[Cmdlet(VerbsCommon.Get, "SupabaseMigration")]
[OutputType(typeof(SupabaseMigration))]
public sealed class GetSupabaseMigrationCommand : MigrationCmdlet
{
    [Parameter]
    public SupabaseMigrationStatus[] Status { get; set; } = [];

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var migrations = await MigrationListing.ReadAsync(FindDatabase(output), Folder, output.Observer, cancellationToken);
        foreach (var migration in migrations.Where(migration => Status.Length == 0 || Status.Contains(migration.Status))) await output.WriteObjectAsync(migration);
    }
}
