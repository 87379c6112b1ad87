using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Holds a database against the comparison that must have proven it.</summary>
internal static class SwitchProof
{
    /// <exception cref="MigrationException">SwitchNotProven: the ends differed, or another database was compared.</exception>
    public static void Require(MigrationIntegrity proof, DatabaseEndpoint database)
    {
        if (!proof.IsMatch) throw SwitchErrors.NotProven($"The comparison found differences: {proof}.", database, "Mend what differs, compare again, and switch then.");
        if (!IsOf(proof.Destination, database))
        {
            throw SwitchErrors.NotProven(
                $"The comparison was of {proof.Destination}, not of this database.", database, "Compare the database that the program is to use, and give that result.");
        }
    }

    /// <summary>Whether the text names the database. A host's pooler and its direct address lead to the same one.</summary>
    private static bool IsOf(string compared, DatabaseEndpoint database)
    {
        if (compared == database.ToString()) return true;
        var other = EndpointParser.Parse(compared);
        if (other.Database != database.Database || other.Provider != database.Provider) return false;
        return database.Provider switch
        {
            DatabaseProvider.Supabase => SupabaseReference.Of(database) is { } reference && SupabaseReference.Of(other) == reference,
            DatabaseProvider.Neon => EndpointRecognition.NeonDirectHost(database.Host) == EndpointRecognition.NeonDirectHost(other.Host),
            // Roles may differ: the one that copies owns, the one of the program does not.
            _ => database.Hosts.Count > 0 && database.Hosts.SequenceEqual(other.Hosts),
        };
    }
}
