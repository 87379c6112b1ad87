namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>A case for each lint that is about speed.</summary>
internal static class PerformanceLintCases
{
    public static Dictionary<string, LintCase> All => new()
    {
        ["foreign key without an index"] = new()
        {
            Check = "unindexed_foreign_keys",
            Level = FindingSeverity.Information,
            Violation = """
                CREATE TABLE parents (a int, b int, PRIMARY KEY (a, b));
                CREATE TABLE bare (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES parents);
                CREATE TABLE partly (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES parents);
                CREATE INDEX ON partly (a) INCLUDE (b);
                CREATE INDEX ON partly (a, b) WHERE id > 0;
                CREATE TABLE "Well indexed" (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES parents);
                CREATE INDEX ON "Well indexed" (b, a, id)
                """,
            Objects = ["public.bare", "public.partly"],
        },
        ["user asked for each row"] = new()
        {
            Check = "auth_rls_initplan",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE TABLE notes (id int PRIMARY KEY, owner uuid);
                ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY slow ON notes USING (owner = auth.uid());
                CREATE POLICY slow_too ON notes FOR INSERT WITH CHECK (current_setting('app.tenant') = owner::text);
                CREATE POLICY fast ON notes USING (owner = (SELECT auth.uid()));
                CREATE POLICY fast_too ON notes USING (owner::text = (SELECT auth.jwt() ->> 'sub') AND (SELECT current_setting('app.tenant')::int) = id);
                CREATE TABLE off (owner uuid);
                CREATE POLICY sleeping ON off USING (owner = auth.uid())
                """,
            Objects = ["public.notes: slow", "public.notes: slow_too"],
            Repair = "DROP POLICY slow ON notes; DROP POLICY slow_too ON notes",
        },
        ["no primary key"] = new()
        {
            Check = "no_primary_key",
            Level = FindingSeverity.Information,
            Violation = "CREATE TABLE heap (a int UNIQUE); CREATE TABLE keyed (a int PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS a",
            Objects = ["public.heap"],
            Repair = "ALTER TABLE heap ADD PRIMARY KEY (a)",
        },
        ["several permissive policies"] = new()
        {
            Check = "multiple_permissive_policies",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE TABLE notes (id int PRIMARY KEY, owner uuid);
                CREATE POLICY one ON notes TO authenticated USING (id = 1);
                CREATE POLICY two ON notes FOR SELECT TO authenticated USING (id = 2);
                CREATE POLICY third ON notes FOR SELECT TO anon USING (id = 3);
                CREATE POLICY fourth ON notes AS RESTRICTIVE FOR UPDATE TO authenticated USING (id = 2)
                """,
            Objects = ["public.notes"],
            Repair = "DROP POLICY two ON notes",
        },
        ["same index twice"] = new()
        {
            Check = "duplicate_index",
            Level = FindingSeverity.Warning,
            Violation = """
                CREATE TABLE t (id int PRIMARY KEY, a int, b text);
                CREATE INDEX one ON t (a, b DESC) WHERE a > 1; CREATE INDEX two ON t (a, b DESC) WHERE a > 1;
                CREATE INDEX third ON t (a, b) WHERE a > 1; CREATE INDEX fourth ON t (a) INCLUDE (b); CREATE INDEX fifth ON t (a, b);
                CREATE INDEX sixth ON t (b); CREATE INDEX seventh ON t (b text_pattern_ops); CREATE INDEX eighth ON t (b COLLATE "C")
                """,
            Objects = ["public.t"],
            Repair = "DROP INDEX two",
        },
    };
}
