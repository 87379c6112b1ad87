namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>A case for each lint that is about safety.</summary>
internal static class SecurityLintCases
{
    public static Dictionary<string, LintCase> All => new()
    {
        ["accounts in a view"] = new()
        {
            Check = "auth_users_exposed",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE VIEW emails AS SELECT id, email FROM auth.users;
                CREATE VIEW emails_of_reader WITH (security_invoker) AS SELECT id, email FROM auth.users;
                CREATE MATERIALIZED VIEW kept AS SELECT id FROM auth.users;
                CREATE VIEW hidden AS SELECT id FROM auth.users; REVOKE ALL ON hidden FROM anon, authenticated;
                CREATE SCHEMA internal; CREATE VIEW internal.emails AS SELECT id FROM auth.users; GRANT SELECT ON internal.emails TO anon
                """,
            Objects = ["public.emails", "public.emails_of_reader", "public.kept"],
        },
        ["policy without row-level security"] = new()
        {
            Check = "policy_exists_rls_disabled",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE TABLE open (id int); CREATE POLICY p ON open USING (id = 1);
                CREATE TABLE parted (id int) PARTITION BY LIST (id); CREATE POLICY p ON parted USING (id = 1);
                CREATE TABLE closed (id int); CREATE POLICY p ON closed USING (id = 1); ALTER TABLE closed ENABLE ROW LEVEL SECURITY
                """,
            Objects = ["public.open", "public.parted"],
        },
        ["row-level security without a policy"] = new()
        {
            Check = "rls_enabled_no_policy",
            Level = FindingSeverity.Information,
            Violation = """
                CREATE TABLE shut (id int); ALTER TABLE shut ENABLE ROW LEVEL SECURITY;
                CREATE TABLE closed (id int); ALTER TABLE closed ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON closed USING (id = 1)
                """,
            Objects = ["public.shut"],
            Repair = "CREATE POLICY p ON shut USING (id = 1)",
        },
        ["view of its owner's rights"] = new()
        {
            Check = "security_definer_view",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE TABLE t (id int);
                CREATE VIEW "All" AS SELECT * FROM t;
                CREATE VIEW not_invoker WITH (security_invoker = off) AS SELECT * FROM t;
                CREATE VIEW invoker WITH (security_invoker = on) AS SELECT * FROM t;
                CREATE VIEW hidden AS SELECT * FROM t; REVOKE ALL ON hidden FROM anon, authenticated;
                CREATE SCHEMA internal; CREATE VIEW internal.v AS SELECT * FROM t
                """,
            Objects = ["public.\"All\"", "public.not_invoker"],
        },
        ["function of any search path"] = new()
        {
            Check = "function_search_path_mutable",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE FUNCTION loose(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
                CREATE FUNCTION loose(a text) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                CREATE PROCEDURE "Do it"() LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION bound() RETURNS int LANGUAGE sql RETURN 1;
                CREATE FUNCTION strict() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1';
                CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)
                """,
            Objects = ["public.\"Do it\"()", "public.loose(integer)", "public.loose(text)"],
        },
        ["table open to the API"] = new()
        {
            Check = "rls_disabled_in_public",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE TABLE open (id int);
                CREATE TABLE "Write only" (id int); REVOKE SELECT ON "Write only" FROM anon, authenticated;
                CREATE TABLE one_column (a int, b int); REVOKE ALL ON one_column FROM anon, authenticated; GRANT SELECT (a) ON one_column TO anon;
                CREATE TABLE parted (id int) PARTITION BY LIST (id);
                CREATE TABLE guarded (id int); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
                CREATE TABLE hidden (id int); REVOKE ALL ON hidden FROM anon, authenticated;
                CREATE SCHEMA internal; CREATE TABLE internal.t (id int); GRANT ALL ON internal.t TO anon; GRANT USAGE ON SCHEMA internal TO anon
                """,
            Objects = ["public.\"Write only\"", "public.one_column", "public.open", "public.parted"],
        },
        ["extension in public"] = new()
        {
            Check = "extension_in_public",
            Level = FindingSeverity.Warning,
            Violation = "CREATE EXTENSION citext SCHEMA public; CREATE EXTENSION pg_trgm SCHEMA extensions",
            Objects = ["citext"],
            Repair = "DROP EXTENSION citext; CREATE EXTENSION citext SCHEMA extensions",
        },
        ["policy of the user's own words"] = new()
        {
            Check = "rls_references_user_metadata",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE TABLE t (id int);
                CREATE POLICY trusting ON t USING ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');
                CREATE POLICY trusting_too ON t FOR INSERT WITH CHECK ((current_setting('request.jwt.claims', true)::json -> 'user_metadata' ->> 'x') = 'y');
                CREATE POLICY reads_accounts ON t USING (EXISTS (SELECT FROM auth.users u WHERE u.raw_user_meta_data ->> 'role' = 'admin'));
                CREATE POLICY careful ON t USING ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin')
                """,
            Objects = ["public.t: reads_accounts", "public.t: trusting", "public.t: trusting_too"],
            Repair = "DROP POLICY trusting ON t; DROP POLICY trusting_too ON t; DROP POLICY reads_accounts ON t",
        },
        ["materialized view in the API"] = new()
        {
            Check = "materialized_view_in_api",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE MATERIALIZED VIEW shown AS SELECT 1 AS a;
                CREATE MATERIALIZED VIEW hidden AS SELECT 1 AS a; REVOKE ALL ON hidden FROM anon, authenticated
                """,
            Objects = ["public.shown"],
        },
        ["foreign table in the API"] = new()
        {
            Check = "foreign_table_in_api",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE EXTENSION postgres_fdw SCHEMA extensions; CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;
                CREATE FOREIGN TABLE shown (a int) SERVER other; GRANT SELECT (a) ON shown TO authenticated;
                CREATE FOREIGN TABLE hidden (a int) SERVER other; REVOKE ALL ON hidden FROM anon, authenticated
                """,
            Objects = ["public.shown"],
            AsAdmin = true,
        },
        ["columns of catalog numbers"] = new()
        {
            Check = "unsupported_reg_types",
            Level = FindingSeverity.Warning,
            Violation = "CREATE TABLE t (good regclass, fine regtype, bad regproc, \"Bad too\" regnamespace[])",
            Objects = ["public.t.bad", "public.t.\"Bad too\""],
            Repair = "ALTER TABLE t ALTER bad TYPE text, ALTER \"Bad too\" TYPE text[]",
        },
        ["queue open to the API"] = new()
        {
            Check = "insecure_queue_exposed_in_api",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE SCHEMA pgmq; CREATE SCHEMA pgmq_public; GRANT USAGE ON SCHEMA pgmq TO anon;
                CREATE TABLE pgmq.q_mail (id int); GRANT SELECT ON pgmq.q_mail TO anon;
                CREATE TABLE pgmq.q_safe (id int); GRANT SELECT ON pgmq.q_safe TO anon; ALTER TABLE pgmq.q_safe ENABLE ROW LEVEL SECURITY;
                CREATE TABLE pgmq.a_mail (id int); GRANT SELECT ON pgmq.a_mail TO anon;
                DO $$ BEGIN EXECUTE format('ALTER ROLE authenticator IN DATABASE %I SET pgrst.db_schemas = ''public, pgmq_public''', current_database()); END $$
                """,
            Objects = ["pgmq.q_mail"],
            AsAdmin = true,
        },
        ["key to the accounts' e-mail"] = new()
        {
            Check = "fkey_to_auth_unique",
            Level = FindingSeverity.Error,
            Violation = """
                GRANT REFERENCES ON auth.users TO postgres;
                CREATE TABLE public.by_phone (phone text, CONSTRAINT of_phone FOREIGN KEY (phone) REFERENCES auth.users (phone));
                CREATE TABLE public.by_id (id uuid REFERENCES auth.users)
                """,
            Objects = ["public.by_phone"],
            AsAdmin = true,
        },
        ["secrets in an open table"] = new()
        {
            Check = "sensitive_columns_exposed",
            Level = FindingSeverity.Error,
            Violation = """
                CREATE TABLE people (id int, "SSN" text, "credit-card" text);
                CREATE TABLE harmless (id int, token_count int);
                CREATE TABLE guarded (password text); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
                CREATE TABLE hidden (password text); REVOKE ALL ON hidden FROM anon, authenticated
                """,
            Objects = ["public.people"],
        },
        ["policy that keeps nobody out"] = new()
        {
            Check = "rls_policy_always_true",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE TABLE t (id int, ok boolean); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                CREATE POLICY all_true ON t USING (true);
                CREATE POLICY insert_any ON t FOR INSERT TO anon WITH CHECK (1 = 1);
                CREATE POLICY delete_any ON t FOR DELETE TO authenticated USING (TRUE);
                CREATE POLICY update_any ON t FOR UPDATE TO authenticated USING (id = 1) WITH CHECK (true);
                CREATE POLICY read_any ON t FOR SELECT USING (true);
                CREATE POLICY service ON t FOR ALL TO service_role USING (true);
                CREATE POLICY restricts ON t AS RESTRICTIVE USING (true);
                CREATE POLICY by_column ON t FOR DELETE USING (ok);
                CREATE POLICY lets_nobody ON t FOR INSERT TO anon; CREATE POLICY checks_only ON t FOR UPDATE TO anon WITH CHECK (id = 1);
                CREATE TABLE off (id int); CREATE POLICY p ON off USING (true)
                """,
            Objects = ["public.t: all_true", "public.t: delete_any", "public.t: insert_any", "public.t: update_any"],
            Repair = "DROP POLICY all_true ON t; DROP POLICY insert_any ON t; DROP POLICY delete_any ON t; DROP POLICY update_any ON t",
        },
        ["policy that shows all"] = new()
        {
            Check = "rls_policy_public_read",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                CREATE POLICY read_any ON t FOR SELECT TO anon USING (true);
                CREATE POLICY read_one ON t FOR SELECT TO anon USING (id = 1);
                CREATE POLICY service ON t FOR SELECT TO service_role USING (true)
                """,
            Objects = ["public.t: read_any"],
            Repair = "DROP POLICY read_any ON t",
        },
        ["bucket that lists its files"] = new()
        {
            Check = "public_bucket_allows_listing",
            Level = FindingSeverity.Warning,
            Violation = """
                INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true), ('it''s', 'it''s', true), ('private', 'private', false), ('mine', 'mine', true);
                CREATE POLICY "List avatars" ON storage.objects FOR SELECT TO anon USING (bucket_id = 'avatars');
                CREATE POLICY quoted ON storage.objects USING (bucket_id = 'it''s');
                CREATE POLICY private ON storage.objects FOR SELECT USING (bucket_id = 'private');
                CREATE POLICY own ON storage.objects FOR SELECT USING (bucket_id = 'mine' AND owner = auth.uid());
                CREATE POLICY upload ON storage.objects FOR INSERT WITH CHECK (bucket_id = 'mine')
                """,
            Objects = ["avatars", "it's"],
            AsAdmin = true,
        },
        ["GraphQL shows anon"] = Graphql("anon"),
        ["GraphQL shows authenticated"] = Graphql("authenticated"),
        ["anon calls its owner's function"] = SecurityDefiner("anon"),
        ["authenticated calls its owner's function"] = SecurityDefiner("authenticated"),
        ["grants to the API"] = new()
        {
            Check = "api_grant",
            Level = FindingSeverity.Information,
            Violation = """
                CREATE TABLE shown (id int); REVOKE ALL ON shown FROM anon, authenticated; GRANT SELECT, TRUNCATE ON shown TO anon;
                CREATE TABLE hidden (id int); REVOKE ALL ON hidden FROM anon, authenticated
                """,
            Objects = ["public.shown"],
        },
    };

    // The extension itself is not here; the lint asks the catalog alone whether it is installed.
    private static LintCase Graphql(string role) => new()
    {
        Check = $"pg_graphql_{role}_table_exposed",
        Level = FindingSeverity.Warning,
        Violation = $"""
            INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) VALUES (99999, 'pg_graphql', 10, 11, false, '1.5');
            CREATE TABLE public.shown (a int, b int); REVOKE ALL ON public.shown FROM anon, authenticated; GRANT SELECT (b) ON public.shown TO {role};
            CREATE TABLE public.hidden (a int); REVOKE ALL ON public.hidden FROM anon, authenticated; GRANT INSERT ON public.hidden TO {role}
            """,
        Objects = ["public.shown"],
        Repair = $"REVOKE SELECT (b) ON public.shown FROM {role}",
        AsAdmin = true,
    };

    private static LintCase SecurityDefiner(string role) => new()
    {
        Check = $"{role}_security_definer_function_executable",
        Level = FindingSeverity.Warning,
        Violation = $"""
            CREATE FUNCTION open(a int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT a';
            CREATE FUNCTION invoker() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION hidden() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
            REVOKE EXECUTE ON FUNCTION hidden() FROM PUBLIC, {role};
            CREATE SCHEMA internal; CREATE FUNCTION internal.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'
            """,
        Objects = ["public.open(integer)"],
    };
}
