using System.Management.Automation;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Commands;

/// <summary>
/// The base of the cmdlets that choose tables by name. The patterns belong to the parameter set that names a source: tables that come
/// from the pipeline are chosen already.
/// </summary>
public abstract class TableSelectionCmdlet : AsyncCmdlet
{
    protected const string FromSource = "Source";

    [Parameter(ParameterSetName = FromSource)]
    [SupportsWildcards]
    public virtual string[] Table { get; set; } = [];

    [Parameter(ParameterSetName = FromSource)]
    [SupportsWildcards]
    public string[] ExcludeTable { get; set; } = [];

    [Parameter(ParameterSetName = FromSource)]
    [SupportsWildcards]
    public string[] Schema { get; set; } = [];

    [Parameter(ParameterSetName = FromSource)]
    [SupportsWildcards]
    public string[] ExcludeSchema { get; set; } = [];

    private protected TableSelection Selection => new()
    {
        Tables = Table,
        ExcludeTables = ExcludeTable,
        Schemas = Schema,
        ExcludeSchemas = ExcludeSchema,
    };
}
