using System.Management.Automation;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Commands;

/// <summary>The base of the cmdlets that compare the objects of two databases.</summary>
public abstract class SchemaComparisonCmdlet : TwoEndedCmdlet
{
    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    [Parameter]
    public SwitchParameter NoPrivileges { get; set; }

    [Parameter]
    public SwitchParameter NoComments { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>What of the objects matters.</summary>
    private protected SchemaComparisonOptions SchemaOptions => new() { Selection = Selection, WithOwners = !NoOwner, WithPrivileges = !NoPrivileges, WithComments = !NoComments };
}
