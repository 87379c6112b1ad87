namespace PgMigrate.Engine.Connections;

/// <summary>What can be wrong with the text of an endpoint. None of these repeats a part of the text that might hold a password.</summary>
internal static class EndpointErrors
{
    public static MigrationException Invalid(string message, string remedy)
        => new("InvalidEndpoint", MigrationErrorCategory.InvalidArgument, message) { Remedy = remedy };

    public static MigrationException Unrecognized() => Invalid(
        "The text is neither a connection string that PgMigrate knows nor the path of a SQLite file or an archive.",
        "Give a postgresql:// URL, a keyword string such as 'Host=…;Database=…', sqlite:///file, an existing file's path, env:NAME or "
            + "dotenv:PATH#NAME.");

    public static MigrationException PostgresRequired(DatabaseEndpoint endpoint) => new(
        "PostgresRequired", MigrationErrorCategory.InvalidArgument, $"This needs a PostgreSQL database, and '{endpoint}' is {Describe(endpoint.Kind)}.")
    {
        Subject = endpoint.ToString(),
        Remedy = endpoint.Kind == DatabaseKind.Archive
            ? "Import it into a database with Import-PgDatabase and name that, or look into it with Get-PgArchive."
            : "Name a PostgreSQL database.",
    };

    public static MigrationException BadPercent(string part) => Invalid(
        $"A percent sign in the {part} is not followed by the two hexadecimal digits of a UTF-8 byte.",
        $"Percent-encode the {part}: a percent sign itself is written %25.");

    public static MigrationException BadPort() => Invalid(
        "The port is not a number from 1 to 65535.",
        "Correct the port; if the password holds '/', '?', '#' or ':', percent-encode it.");

    public static MigrationException BadHost() => Invalid(
        "The host's name holds a character that no host name has.",
        "Correct the host; percent-encode special characters of the user name and the password, and put IPv6 addresses in [ ].");

    public static MigrationException BadSetting(string name) => Invalid(
        $"The value of '{name}' is not one that PgMigrate knows.",
        $"Correct '{name}' or leave it out.");

    /// <param name="failure">What the driver says of its settings; it names them and no value of a secret.</param>
    public static MigrationException Contradiction(Exception failure) => new(
        "InvalidEndpoint", MigrationErrorCategory.InvalidArgument, $"The endpoint's settings do not go together: {failure.Message.TrimEnd('.')}.",
        failure)
    {
        Remedy = "Leave one of the settings out.",
    };

    public static MigrationException PasswordPlaceholder() => new(
        "PasswordPlaceholder",
        MigrationErrorCategory.InvalidArgument,
        "The connection string still holds the placeholder for the password that its provider's dashboard shows.")
    {
        Remedy = "Put the database's password, percent-encoded, in the place of the placeholder, brackets included.",
    };

    public static MigrationException Placeholder(string part) => new(
        "EndpointPlaceholder",
        MigrationErrorCategory.InvalidArgument,
        $"The {part} is still a placeholder in brackets.")
    {
        Remedy = "Copy the complete connection string from the provider's dashboard.",
    };

    public static MigrationException Inexpressible(DatabaseUrlDialect dialect, string what, string remedy)
        => new("DialectCannotExpress", MigrationErrorCategory.InvalidArgument, $"The {dialect} form cannot express {what}.")
        {
            Remedy = remedy,
        };

    /// <summary>What an endpoint of that kind is.</summary>
    public static string Describe(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => "a SQLite file",
        DatabaseKind.Archive => "an archive",
        _ => "a PostgreSQL server",
    };
}
