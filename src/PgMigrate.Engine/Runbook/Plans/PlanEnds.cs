using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Runbook;

/// <summary>The databases that a plan's file names: by reference, for others see a plan.</summary>
public sealed record PlanEnds
{
    private const string Reference = "env:";
    private const string FileReference = "dotenv:";

    public DatabaseEndpoint? Source { get; private init; }

    public DatabaseEndpoint? Destination { get; private init; }

    public DatabaseEndpoint? ApplicationDatabase { get; private init; }

    /// <summary>Takes the databases out of a file's settings, and returns them with the settings that remain.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="origin">The file, for errors.</param>
    /// <param name="folder">The folder from which relative paths are seen.</param>
    /// <exception cref="MigrationException">MigrationPlanInvalid: one is no text, or holds a password; and what reading an endpoint throws.</exception>
    public static (PlanEnds Ends, IReadOnlyDictionary<string, object?> Settings) Take(IReadOnlyDictionary<string, object?> settings, string origin, string folder)
    {
        var rest = new Dictionary<string, object?>(settings, StringComparer.OrdinalIgnoreCase);
        var ends = new PlanEnds { Source = Read(nameof(Source)), Destination = Read(nameof(Destination)), ApplicationDatabase = Read(nameof(ApplicationDatabase)) };
        return (ends, rest);

        DatabaseEndpoint? Read(string name)
        {
            if (!rest.Remove(name, out var value)) return null;
            if (value is not string text) throw RunbookErrors.PlanInvalid(origin, $"{name} is one text", null);
            var database = EndpointParser.Parse(text, folder);
            var isReference = text.StartsWith(Reference, StringComparison.OrdinalIgnoreCase) || text.StartsWith(FileReference, StringComparison.OrdinalIgnoreCase);
            return database.HasPassword && !isReference ? throw RunbookErrors.PlanHoldsPassword(origin, name) : database;
        }
    }

    /// <summary>The end that a command names, else the plan's.</summary>
    /// <exception cref="MigrationException">MigrationEndMissing.</exception>
    public static DatabaseEndpoint Require(DatabaseEndpoint? named, DatabaseEndpoint? planned, string name) => named ?? planned ?? throw RunbookErrors.EndMissing(name);
}
