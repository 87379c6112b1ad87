namespace PgMigrate;

/// <summary>The kind of a <see cref="MigrationException"/>. Names follow PowerShell's error categories.</summary>
public enum MigrationErrorCategory
{
    NotSpecified,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    ObjectNotFound,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    ConnectionError,
    AuthenticationError,
    PermissionDenied,
    SecurityError,
    OperationTimeout,
    NotImplemented,
    ReadError,
    WriteError,
}
