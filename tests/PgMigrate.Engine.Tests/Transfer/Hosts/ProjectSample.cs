using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>A Supabase project of an application whose rows belong to accounts.</summary>
internal static class ProjectSample
{
    private const string Objects = """
        CREATE EXTENSION citext WITH SCHEMA extensions;
        CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, handle extensions.citext UNIQUE, token uuid DEFAULT extensions.uuid_generate_v4());
        CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner uuid NOT NULL REFERENCES profiles, body text);
        CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
            BEGIN INSERT INTO public.profiles (id, handle) VALUES (NEW.id, NEW.email); RETURN NEW; END $$;
        CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes FOR ALL TO authenticated USING (owner = auth.uid()) WITH CHECK (owner = auth.uid());
        REVOKE ALL ON profiles FROM anon;
        ALTER PUBLICATION supabase_realtime ADD TABLE profiles;
        INSERT INTO auth.users (id, email) VALUES ('00000000-0000-0000-0000-000000000001', 'First@example.com'), ('00000000-0000-0000-0000-000000000002', 'second@example.com');
        INSERT INTO notes (owner, body) SELECT id, 'Note ' || n FROM profiles, generate_series(1, 100) n;
        """;

    public static async Task<DatabaseEndpoint> CreateAsync(TestServers servers, int major)
    {
        var project = await servers.CreateSupabaseDatabaseAsync(major);
        foreach (var statement in SqlScript.Split(Objects)) await Sql.ExecuteAsync(project, statement.Text);
        return project;
    }

    /// <summary>The application's rows and accounts are the same, and so is what guards and watches them.</summary>
    public static async Task AssertSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        const string State = """
            SELECT (SELECT string_agg(t::text, E'\n' ORDER BY id) FROM profiles t) || (SELECT string_agg(t::text, E'\n' ORDER BY id) FROM notes t)
                || (SELECT string_agg(t::text, E'\n' ORDER BY id) FROM auth.users t)
                || (SELECT string_agg(pg_get_triggerdef(oid) || tgenabled::text, E'\n' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'auth.users'::regclass)
                || (SELECT string_agg(conname || pg_get_constraintdef(oid) || convalidated, E'\n' ORDER BY conname) FROM pg_constraint WHERE conrelid IN ('profiles'::regclass, 'notes'::regclass))
                || (SELECT string_agg(polname || polcmd::text || pg_get_expr(polqual, polrelid) || (SELECT string_agg(rolname, ',') FROM pg_roles WHERE oid = ANY (polroles)), E'\n') FROM pg_policy WHERE polrelid = 'notes'::regclass)
                || (SELECT string_agg(relname || relrowsecurity, ' ' ORDER BY relname) FROM pg_class WHERE oid IN ('profiles'::regclass, 'notes'::regclass))
            """;
        var expected = await Sql.ScalarAsync<string>(source, State);
        Assert.NotNull(expected);
        Assert.Equal(expected, await Sql.ScalarAsync<string>(destination, State));
    }

    /// <summary>What is granted on the application's objects, and to whom; to their owners only where that is asked for.</summary>
    public static Task<string?> GrantsAsync(DatabaseEndpoint endpoint, bool owned = true) => Sql.ScalarAsync<string>(
        endpoint,
        $"""
        SELECT string_agg(concat_ws(' ', name, grantee, privilege), E'\n' ORDER BY name, grantee, privilege) FROM (
            SELECT c.relname::text AS name, a.grantee::regrole::text AS grantee, a.privilege_type AS privilege FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND ({owned} OR a.grantee <> c.relowner)
            UNION ALL SELECT p.proname::text, a.grantee::regrole::text, a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'public'::regnamespace AND ({owned} OR a.grantee <> p.proowner)) g
        """);
}
