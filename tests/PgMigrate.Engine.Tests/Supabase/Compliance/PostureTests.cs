using PgMigrate.Engine.Tests.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>What concerns a whole server, on one that is nobody else's.</summary>
public sealed class PostureTests(TlsServer server) : IClassFixture<TlsServer>
{
    [Fact]
    public async Task Tells_who_comes_without_encryption_and_without_verifying_the_server()
    {
        using var authority = new TestAuthority();
        await server.UseCertificateAsync(authority.Issue("localhost"));
        var plain = server.Endpoint with { SslMode = SslRequirement.Disable };
        var encrypted = server.Endpoint with { SslMode = SslRequirement.Require };

        Assert.Equal([plain.ToString()], Objects(await ComplianceRun.OfAsync(plain, "connection_not_encrypted")));
        Assert.Empty(await ComplianceRun.OfAsync(plain, "server_not_verified"));
        Assert.Empty(await ComplianceRun.OfAsync(encrypted, "connection_not_encrypted"));
        Assert.Equal([encrypted.ToString()], Objects(await ComplianceRun.OfAsync(encrypted, "server_not_verified")));
        Assert.Empty(await ComplianceRun.OfAsync(encrypted, "session_not_encrypted"));

        // Npgsql's default is to try TLS first.
        await using var other = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = plain.Host,
            Port = plain.Port,
            Database = plain.Database,
            Username = plain.Username,
            Password = plain.Password,
            SslMode = Npgsql.SslMode.Disable,
            Pooling = false,
        }.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal([plain.Username], Objects(await ComplianceRun.OfAsync(encrypted, "session_not_encrypted")));
    }

    [Fact]
    public async Task Reads_the_server_s_rules_of_admission()
    {
        // Without TLS a hostssl rule is an error, and admits nobody.
        using var authority = new TestAuthority();
        await server.UseCertificateAsync(authority.Issue("localhost"));
        Assert.Empty(await ComplianceRun.OfAsync(server.Endpoint, "ssl_not_enforced"));
        Assert.Empty(await ComplianceRun.OfAsync(server.Endpoint, "weak_authentication"));
        await AdmitAsync("host all all 10.0.0.0/8 scram-sha-256");
        await AdmitAsync("hostssl all all 10.0.0.0/8 md5");
        await AdmitAsync("hostssl all all 192.168.0.0 255.255.0.0 scram-sha-256");
        await AdmitAsync("host all all 0.0.0.0/0 reject");
        await AdmitAsync("host elsewhere all 10.0.0.0/8 trust");

        var open = Assert.Single(await ComplianceRun.OfAsync(server.Endpoint, "ssl_not_enforced"));
        var weak = Assert.Single(await ComplianceRun.OfAsync(server.Endpoint, "weak_authentication"));

        Assert.Matches(@"^line \d+: host all all 10\.0\.0\.0 255\.0\.0\.0 scram-sha-256$", open.Object);
        Assert.Matches(@"^line \d+: hostssl all all 10\.0\.0\.0 255\.0\.0\.0 md5$", weak.Object);
        Assert.Equal((FindingSeverity.Error, FindingSeverity.Error), (open.Severity, weak.Severity));
    }

    [Fact]
    public async Task Tells_weak_passwords_and_roles_of_too_much_power()
    {
        await Sql.ExecuteAsync(server.Endpoint, """
            CREATE ROLE strong LOGIN PASSWORD 'x'; CREATE ROLE service_role BYPASSRLS;
            CREATE ROLE "Chief" SUPERUSER LOGIN; CREATE ROLE seer BYPASSRLS;
            SET password_encryption = 'md5'; CREATE ROLE weak LOGIN PASSWORD 'x'
            """);

        Assert.Equal(["weak"], Objects(await ComplianceRun.OfAsync(server.Endpoint, "password_hash_md5")));
        Assert.Equal(["Chief"], Objects(await ComplianceRun.OfAsync(server.Endpoint, "extra_superuser")));
        var seer = Assert.Single(await ComplianceRun.OfAsync(server.Endpoint, "extra_bypassrls"));
        Assert.Equal(("seer", "ALTER ROLE seer NOBYPASSRLS;"), (seer.Object, seer.Statement));

        await Sql.ExecuteAsync(server.Endpoint, """DROP ROLE weak; ALTER ROLE "Chief" NOSUPERUSER; ALTER ROLE seer NOBYPASSRLS""");
        Assert.Empty(await ComplianceRun.OfAsync(server.Endpoint, "password_hash_md5"));
        Assert.Empty(await ComplianceRun.OfAsync(server.Endpoint, "extra_superuser"));
        Assert.Empty(await ComplianceRun.OfAsync(server.Endpoint, "extra_bypassrls"));
    }

    // The extension is not here; the check asks the catalog alone whether it is installed, and PostgreSQL keeps settings of a name it does not know.
    [Fact]
    public async Task Tells_that_nothing_is_audited()
    {
        var database = await CreateAsync("audited");
        Assert.Equal(["pgaudit"], Objects(await ComplianceRun.OfAsync(database, "audit_log_missing")));

        await Sql.ExecuteAsync(database, """
            INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) VALUES (99998, 'pgaudit', 10, 11, false, '1.7')
            """);
        Assert.Equal(["pgaudit.log"], Objects(await ComplianceRun.OfAsync(database, "audit_log_missing")));

        await Sql.ExecuteAsync(database, "CREATE ROLE audited_elsewhere");
        await CreateAsync("elsewhere");
        await Sql.ExecuteAsync(database, "ALTER ROLE audited_elsewhere IN DATABASE elsewhere SET pgaudit.log = 'all'; ALTER DATABASE audited SET pgaudit.log = 'none'");
        Assert.Equal(["pgaudit.log"], Objects(await ComplianceRun.OfAsync(database, "audit_log_missing")));

        await Sql.ExecuteAsync(database, "CREATE ROLE clerk; ALTER ROLE clerk SET pgaudit.log = 'write, ddl'");
        Assert.Empty(await ComplianceRun.OfAsync(database, "audit_log_missing"));
    }

    [Fact]
    public async Task Tells_an_index_that_nobody_uses_until_somebody_does()
    {
        var database = await CreateAsync("indexed");
        await Sql.ExecuteAsync(database, "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int); INSERT INTO t VALUES (1, 1, 1)");
        await Sql.ExecuteAsync(database, "CREATE INDEX by_b ON t (b)");
        Assert.Equal(["public.by_b"], Objects(await ComplianceRun.OfAsync(database, "unused_index")));

        await Sql.ExecuteAsync(database, "SET enable_seqscan = off; SELECT * FROM t WHERE b = 1");
        await Eventually.HoldsAsync("the index counts as used", async () => (await ComplianceRun.OfAsync(database, "unused_index")).Count == 0);
    }

    [Fact]
    public async Task Tells_a_table_whose_file_is_many_times_its_rows()
    {
        var database = await CreateAsync("bloated");
        await Sql.ExecuteAsync(database, """
            CREATE TABLE lean (id int, t text) WITH (autovacuum_enabled = off); INSERT INTO lean SELECT i, repeat('x', 1000) FROM generate_series(1, 30000) i;
            CREATE TABLE bloated (id int, t text) WITH (autovacuum_enabled = off); INSERT INTO bloated SELECT i, repeat('x', 1000) FROM generate_series(1, 30000) i;
            DELETE FROM bloated WHERE id < 29990
            """);
        await Sql.ExecuteAsync(database, "ANALYZE lean, bloated");

        var bloat = Assert.Single(await ComplianceRun.OfAsync(database, "table_bloat"));
        Assert.Equal(("public.bloated", FindingSeverity.Information), (bloat.Object, bloat.Severity));

        await Sql.ExecuteAsync(database, "VACUUM (FULL, ANALYZE) bloated");
        Assert.Empty(await ComplianceRun.OfAsync(database, "table_bloat"));
    }

    [Fact]
    public async Task Tells_an_extension_that_is_older_than_the_server_s_and_moves_one_out_of_public()
    {
        var database = await CreateAsync("extended");
        await Sql.ExecuteAsync(database, "CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm VERSION '1.4'; CREATE EXTENSION citext SCHEMA extensions");

        var old = Assert.Single(await ComplianceRun.OfAsync(database, "extension_versions_outdated"));
        var placed = Assert.Single(await ComplianceRun.OfAsync(database, "extension_in_public"));
        Assert.Equal(("pg_trgm", "pg_trgm", FindingSeverity.Warning), (old.Object, placed.Object, old.Severity));

        await Sql.ExecuteAsync(database, $"{old.Statement} {placed.Statement}");
        Assert.Empty(await ComplianceRun.OfAsync(database, "extension_versions_outdated"));
        Assert.Empty(await ComplianceRun.OfAsync(database, "extension_in_public"));
    }

    private static IEnumerable<string> Objects(IReadOnlyList<AssessmentFinding> findings) => findings.Select(finding => finding.Object);

    private async Task<DatabaseEndpoint> CreateAsync(string name)
    {
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE {name}");
        return server.Endpoint with { Database = name };
    }

    /// <summary>Adds a rule; the view reads the file, so that the server itself need not.</summary>
    private async Task AdmitAsync(string rule)
        => await Sql.ExecuteAsync(server.Endpoint, $"COPY (SELECT {SqlText.Literal(rule)}) TO PROGRAM 'cat >> pg_hba.conf'");
}
