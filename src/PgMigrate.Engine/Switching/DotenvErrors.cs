namespace PgMigrate.Engine.Switching;

/// <summary>Why a .env file is not rewritten. None of these repeats a value.</summary>
internal static class DotenvErrors
{
    public static MigrationException InvalidName(string name) => new(
        "InvalidVariableName", MigrationErrorCategory.InvalidArgument, "The text is no name of an environment variable.")
    {
        Subject = name,
        Remedy = "Give a name of letters, digits and underscores, such as DATABASE_URL.",
    };

    public static MigrationException NotFound(string path, Exception failure) => new(
        "DotenvFileNotFound", MigrationErrorCategory.ObjectNotFound, $"There is no file '{path}'.", failure)
    {
        Subject = path,
        Remedy = "Correct the path of the .env file.",
    };

    public static MigrationException Unreadable(string path, Exception failure) => new(
        "DotenvFileUnreadable", MigrationErrorCategory.ReadError, $"'{path}' cannot be read ({failure.Message})", failure)
    {
        Subject = path,
        Remedy = "Check the rights on the file and its folder.",
    };

    public static MigrationException NotText(string path) => new(
        "DotenvFileUnreadable", MigrationErrorCategory.InvalidData, $"'{path}' holds NUL bytes, as a file in UTF-16 does.")
    {
        Subject = path,
        Remedy = "Save the .env file as UTF-8.",
    };

    public static MigrationException IsReference(string name, int line) => new(
        "DotenvValueIsReference", MigrationErrorCategory.InvalidOperation, $"{name} in line {line} refers to another variable.")
    {
        Subject = name,
        Remedy = "Switch the variable that it refers to, or write the connection string itself there first.",
    };

    public static MigrationException Unwritable(string name) => new(
        "DotenvValueUnwritable",
        MigrationErrorCategory.InvalidData,
        $"The connection string for {name} holds characters that programs read differently from a .env file, whatever the quotes.")
    {
        Subject = name,
        Remedy = "Choose a dialect that is a URL: there, such characters are percent-encoded.",
    };

    public static MigrationException OwnerNotKept(string path) => new(
        "DotenvFileUnwritable", MigrationErrorCategory.PermissionDenied,
        $"'{path}' belongs to another user or group, and this account cannot write a file that does.")
    {
        Subject = path,
        Remedy = "Run the switch as the file's owner or as root; the .env file itself is as it was.",
    };

    public static MigrationException NotWritten(string path, Exception failure) => new(
        "DotenvFileUnwritable", MigrationErrorCategory.WriteError, $"'{path}' cannot be written ({failure.Message})", failure)
    {
        Subject = path,
        Remedy = "Check the rights on the folder and the room on its disk; the .env file itself is as it was.",
    };
}
