using PgMigrate.Engine.Supabase.Compliance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

public sealed class LintTests(TestServers servers)
{
    public static TheoryData<string, int> CasesAndMajors
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in LintCases.All.Keys)
            {
                foreach (var major in new[] { 15, 17, 18 }) data.Add(name, major);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CasesAndMajors))]
    public async Task Finds_what_violates_a_lint_and_nothing_once_it_is_repaired(string name, int major)
    {
        var lint = LintCases.All[name];
        var project = await servers.CreateSupabaseDatabaseAsync(major);
        var role = lint.AsAdmin ? TestServers.AsSupabaseAdmin(project) : project;
        Assert.Empty(ComplianceRun.Show(await ComplianceRun.OfAsync(project, lint.Check)));

        await Sql.ExecuteAsync(role, lint.Violation);
        var found = await ComplianceRun.OfAsync(project, lint.Check);

        Assert.Equal(lint.Objects, found.Select(finding => finding.Object));
        Assert.All(found, finding => Assert.Equal(lint.Level, finding.Severity));
        Assert.All(found, finding => Assert.EndsWith(".", finding.What, StringComparison.Ordinal));
        Assert.All(found, finding => Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal));

        var repair = lint.Repair is { } sql ? [sql] : found.Select(finding => Assert.IsType<string>(finding.Statement)).ToArray();
        foreach (var statement in repair) await Sql.ExecuteAsync(role, statement);

        Assert.Empty(ComplianceRun.Show(await ComplianceRun.OfAsync(project, lint.Check)));
    }

    /// <summary>Why a policy without a condition is no finding, though Supabase's own lint takes it for one that is always true.</summary>
    [Fact]
    public async Task A_policy_without_a_condition_lets_nobody_in()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, """
            CREATE TABLE t (id int); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY inserts ON t FOR INSERT TO anon; CREATE POLICY deletes ON t FOR DELETE TO anon; CREATE POLICY reads ON t FOR SELECT TO anon
            """);

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Sql.ExecuteAsync(project, "SET ROLE anon; INSERT INTO t VALUES (2)"));
        await Sql.ExecuteAsync(project, "SET ROLE anon; DELETE FROM t");

        Assert.Equal("42501", refused.SqlState);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(project, "SELECT count(*) FROM t"));
        Assert.Empty(await ComplianceRun.OfAsync(project, "rls_policy_always_true"));
    }

    [Fact]
    public void Every_lint_over_SQL_has_a_case()
    {
        string[] elsewhere = ["unused_index", "table_bloat", "extension_versions_outdated"];

        Assert.Equal(
            ComplianceChecks.Lints.Select(lint => lint.Name).Order(),
            LintCases.All.Values.Select(lint => lint.Check).Where(check => check is not ("api_grant" or "rls_policy_public_read")).Concat(elsewhere).Distinct().Order());
    }
}
