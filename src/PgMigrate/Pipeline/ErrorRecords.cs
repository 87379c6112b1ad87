using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>Turns exceptions into error records.</summary>
public static class ErrorRecords
{
    /// <summary>
    /// An error record with a <see cref="MigrationException"/>'s id, category, subject and remedy, or with the id <c>InternalError</c>
    /// for what PgMigrate did not foresee.
    /// </summary>
    /// <param name="failure">What happened.</param>
    /// <param name="target">The object that the cmdlet was working on; the exception's subject where it is null.</param>
    public static ErrorRecord From(Exception failure, object? target = null) => failure switch
    {
        MigrationException known => FromKnown(known, target),
        IContainsErrorRecord { ErrorRecord: { } record } => record,
        _ => new ErrorRecord(failure, "InternalError", ErrorCategory.NotSpecified, target),
    };

    /// <summary>The category's namesake among PowerShell's.</summary>
    public static ErrorCategory ToErrorCategory(MigrationErrorCategory category) => Enum.Parse<ErrorCategory>(category.ToString());

    private static ErrorRecord FromKnown(MigrationException failure, object? target) => new(
        failure, failure.ErrorId, ToErrorCategory(failure.Category), target ?? failure.Subject)
    {
        ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Remedy ?? "" },
    };
}
