using System.Security.Cryptography;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Performance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class TlsTests(TlsServer server) : IClassFixture<TlsServer>, IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly string rootFile = Path.GetTempFileName();

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(rootFile);
    }

    [Fact]
    public void Supabase_s_roots_are_the_two_that_it_publishes()
    {
        var prints = SupabaseRoots.Load().Select(root => root.GetCertHashString(HashAlgorithmName.SHA256)).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "5F9B77951A7AA1303F9B58EEA9BFA89E358CFDC15F9786FF10D4930A722C9AE2",
            "807025AD50D4ED219D2C9C7D299C004F824EB00CF7F65AFEF607D07B72E6CAFA",
        ], prints);
    }

    [Theory]
    [InlineData("postgres://u:x@db.example.com/d", SslRequirement.Require)]
    [InlineData("postgres://u:x@dpg-abc-a.oregon-postgres.render.com/d", SslRequirement.Require)]
    [InlineData("postgres://u:x@db.example.com/d?sslrootcert=system", SslRequirement.VerifyFull)]
    [InlineData("postgres://u:x@db.example.com/d?sslrootcert=system&sslmode=require", SslRequirement.VerifyFull)]
    [InlineData("postgres://u:x@db.example.com/d?sslmode=prefer", SslRequirement.Prefer)]
    [InlineData("postgres://u:x@localhost/d", SslRequirement.Prefer)]
    [InlineData("host=/run/postgresql dbname=d", SslRequirement.Prefer)]
    [InlineData("postgres://postgres:x@db.abcdefghijklmnopqrst.supabase.co/postgres", SslRequirement.VerifyFull)]
    [InlineData("postgres://postgres:x@db.abcdefghijklmnopqrst.supabase.co/postgres?sslmode=require", SslRequirement.Require)]
    public void Encrypts_by_default_off_the_loopback_and_verifies_where_a_root_is_known(string text, SslRequirement mode)
        => Assert.Equal(mode, TlsPolicy.For(EndpointParser.Parse(text)).Mode);

    [Theory]
    [InlineData("postgres://u:x@db.example.com/d?sslmode=prefer", true)]
    [InlineData("postgres://u:x@dpg-abc-a.oregon-postgres.render.com/d?sslmode=disable", true)]
    [InlineData("postgres://u:x@dpg-abc-a/d?sslmode=disable", false)]
    [InlineData("postgres://u:x@localhost/d?sslmode=disable", false)]
    [InlineData("postgres://u:x@db.example.com/d", false)]
    public async Task Warns_of_a_mode_that_may_send_the_password_in_clear(string text, bool warns)
    {
        var observer = new RecordingObserver();
        await using var connector = new PostgresConnector(EndpointParser.Parse(text), new ConnectorOptions(), observer);

        Assert.Equal(warns, observer.Warnings.Count > 0);
    }

    [Fact]
    public async Task Verifies_the_server_against_the_root_file()
    {
        await server.UseCertificateAsync(authority.Issue("127.0.0.1"));

        var report = await TestAsync(server.Endpoint with { RootCertificate = await RootFileAsync(authority) });

        Assert.Equal((true, true), (report.IsEncrypted, report.IsCertificateVerified));
        Assert.Matches("^Tls1[23]$", report.TlsProtocol);
        Assert.StartsWith("TLS_", report.TlsCipher, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_the_handshake_is_a_part_of_the_connections()
    {
        await server.UseCertificateAsync(authority.Issue("127.0.0.1"));
        await using var test = new LatencyTest(new() { Source = server.Endpoint with { RootCertificate = await RootFileAsync(authority) }, ConnectionCount = 3 }, new RecordingObserver());

        var connection = Assert.Single(await test.MeasureConnectionsAsync(TestContext.Current.CancellationToken));

        Assert.True(TimeSpan.Zero < connection.TlsHandshake && connection.TlsHandshake < connection.Maximum, $"{connection.TlsHandshake} of {connection.Maximum}");
    }

    [Fact]
    public async Task Refuses_a_server_that_another_authority_vouches_for()
    {
        using var other = new TestAuthority();
        await server.UseCertificateAsync(authority.Issue("127.0.0.1"));

        Assert.Equal("CertificateNotTrusted", await ErrorIdAsync(server.Endpoint with { RootCertificate = await RootFileAsync(other) }));
        Assert.Equal("CertificateNotTrusted", await ErrorIdAsync(server.Endpoint with { SslMode = SslRequirement.VerifyFull }));
        Assert.Equal("CertificateNotTrusted", await ErrorIdAsync(server.Endpoint with { SslMode = SslRequirement.VerifyFull, Provider = DatabaseProvider.Supabase }));
    }

    [Fact]
    public async Task Refuses_another_host_s_certificate_unless_only_the_issuer_matters()
    {
        await server.UseCertificateAsync(authority.Issue("db.example.com"));
        var endpoint = server.Endpoint with { RootCertificate = await RootFileAsync(authority) };

        Assert.Equal("CertificateHostMismatch", await ErrorIdAsync(endpoint));
        Assert.True((await TestAsync(endpoint with { SslMode = SslRequirement.VerifyCA })).IsCertificateVerified);
    }

    [Fact]
    public async Task Refuses_an_expired_certificate()
    {
        await server.UseCertificateAsync(authority.Issue("127.0.0.1", isExpired: true));

        Assert.Equal("CertificateExpired", await ErrorIdAsync(server.Endpoint with { RootCertificate = await RootFileAsync(authority) }));
    }

    [Fact]
    public async Task Encrypts_without_a_check_where_only_encryption_is_asked_for()
    {
        await server.UseCertificateAsync(authority.Issue("db.example.com"));

        var report = await TestAsync(server.Endpoint with { SslMode = SslRequirement.Require });

        Assert.Equal((true, false), (report.IsEncrypted, report.IsCertificateVerified));
    }

    [Fact]
    public async Task A_root_file_that_cannot_be_read_is_told()
        => Assert.Equal("RootCertificateNotReadable", await ErrorIdAsync(server.Endpoint with { RootCertificate = "/no/such/root.pem" }));

    private async Task<string> RootFileAsync(TestAuthority root)
    {
        await File.WriteAllTextAsync(rootFile, root.Root, TestContext.Current.CancellationToken);
        return rootFile;
    }

    private static Task<DatabaseConnectionReport> TestAsync(DatabaseEndpoint endpoint)
        => ConnectionTest.RunAsync(endpoint, new ConnectionTestOptions { Pings = 1, Retries = 0 }, new RecordingObserver(), TestContext.Current.CancellationToken);

    private static async Task<string> ErrorIdAsync(DatabaseEndpoint endpoint) => (await Assert.ThrowsAsync<MigrationException>(() => TestAsync(endpoint))).ErrorId;
}
