using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>Whether a cmdlet shall only say what it would do.</summary>
internal static class WhatIf
{
    /// <summary>-WhatIf where it was written, else $WhatIfPreference.</summary>
    public static bool IsWhatIf(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var written)
        ? written is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));
}
