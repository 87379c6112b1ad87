using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// Gives a database the roles, schemas and limits of a hosted Supabase project, as far as plain PostgreSQL can imitate them.
/// </summary>
internal static class SupabaseLookalike
{
    /// <summary>The superuser of a Supabase cluster; <c>postgres</c> is none there.</summary>
    public const string Superuser = "supabase_admin";

    private const string Resource = "PgMigrate.Engine.Sandbox.SupabaseLookalike.sql";

    /// <summary>Applies the look-alike to the connection's database. The roles that may log in get the password.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, string password, CancellationToken cancellationToken)
    {
        var setting = new NpgsqlCommand("SELECT set_config('lookalike.password', $1, false)", connection)
        {
            Parameters = { new() { Value = password } },
        };
        await using (setting.ConfigureAwait(false))
        {
            await setting.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using var reader = new StreamReader(typeof(SupabaseLookalike).Assembly.GetManifestResourceStream(Resource)!);
        var script = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(script, cancellationToken).ConfigureAwait(false);
    }
}
