namespace PgMigrate.Engine.Connections;

/// <summary>Finds the database of a project that names none: as its own program does, by DATABASE_URL.</summary>
public static class DatabaseUrlSearch
{
    private const string Variable = "DATABASE_URL";

    private static readonly string[] Files = [".env", ".env.secrets"];

    /// <summary>The environment's DATABASE_URL; else that of .env, then that of .env.secrets in the folder.</summary>
    /// <exception cref="MigrationException">DatabaseNotNamed; or the value that was found is no connection string.</exception>
    public static DatabaseEndpoint Find(string folder, IMigrationObserver observer)
    {
        if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable))) return Read($"env:{Variable}", folder, observer);
        foreach (var path in Files.Select(file => Path.Combine(folder, file)).Where(File.Exists))
        {
            try
            {
                return Read($"dotenv:{path}#{Variable}", folder, observer);
            }
            catch (MigrationException error) when (error.ErrorId == "DotenvVariableNotFound")
            {
                observer.Verbose($"{path} does not set {Variable}.");
            }
        }

        throw new MigrationException(
            "DatabaseNotNamed",
            MigrationErrorCategory.InvalidArgument,
            $"No database was named, and neither the environment nor {string.Join(" nor ", Files)} of {folder} sets {Variable}.")
        {
            Subject = folder,
            Remedy = $"Name it with -Database, or set {Variable}.",
        };
    }

    private static DatabaseEndpoint Read(string reference, string folder, IMigrationObserver observer)
    {
        var endpoint = EndpointParser.Parse(reference, folder);
        observer.Verbose($"The database is {endpoint}, from {reference}.");
        return endpoint;
    }
}
