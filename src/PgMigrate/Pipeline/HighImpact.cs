using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>
/// Confirms what only some calls of a cmdlet do. A cmdlet's impact is fixed by its attribute; this is for the call that drops something,
/// so that the other calls need not be asked about.
/// </summary>
internal static class HighImpact
{
    private const string Caption = "Confirm";

    /// <summary>Whether the user wants it; null where there is nobody to ask. Runs on the pipeline's thread.</summary>
    public static bool? IsConfirmed(PSCmdlet cmdlet, string query)
    {
        // With -Confirm or a lower preference ShouldProcess has asked; with -Confirm:$false or None nobody shall.
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || Preference(cmdlet) != ConfirmImpact.High) return true;
        try
        {
            return cmdlet.ShouldContinue(query, Caption);
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A host without a user throws one of several exceptions; a console whose input has ended a NullReferenceException (7.6).
            return null;
        }
    }

    public static MigrationException NobodyAsked(string query) => new(
        "ConfirmationNotPossible", MigrationErrorCategory.InvalidOperation, $"There is nobody here to confirm this: {query}")
    {
        Remedy = "Add -Force or -Confirm:$false to a script that nobody watches, or run it in an interactive shell.",
    };

    private static ConfirmImpact Preference(PSCmdlet cmdlet)
        => LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact preference) ? preference : ConfirmImpact.High;
}
