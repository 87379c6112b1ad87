using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>The keywords that the driver itself knows.</summary>
internal static class NpgsqlKeywords
{
    /// <summary>Whether the driver takes the keyword.</summary>
    public static bool Knows(string keyword) => new NpgsqlConnectionStringBuilder().ContainsKey(keyword);
}
