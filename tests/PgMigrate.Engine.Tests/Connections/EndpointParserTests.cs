using System.Collections;
using System.Security;
using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class EndpointParserTests
{
    [Theory]
    [InlineData("postgres://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Libpq)]
    [InlineData("postgresql://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Libpq)]
    [InlineData("  'postgresql://app:s3cret@db.example.com:5433/shop'\n", DatabaseUrlDialect.Libpq)]
    [InlineData("postgresql+psycopg2://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Psycopg2)]
    [InlineData("postgresql+psycopg://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Psycopg)]
    [InlineData("postgresql+asyncpg://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Asyncpg)]
    [InlineData("postgresql+pg8000://app:s3cret@db.example.com:5433/shop", DatabaseUrlDialect.Pg8000)]
    [InlineData("jdbc:postgresql://db.example.com:5433/shop?user=app&password=s3cret", DatabaseUrlDialect.Jdbc)]
    [InlineData("Host=db.example.com;Port=5433;Database=shop;Username=app;Password=s3cret", DatabaseUrlDialect.Npgsql)]
    [InlineData("server=db.example.com;port=5433;db=shop;user id=app;pwd=s3cret;", DatabaseUrlDialect.Npgsql)]
    [InlineData("host=db.example.com;port=5433;database=shop;username=app;password=\"s3cret\"", DatabaseUrlDialect.Npgsql)]
    [InlineData("host=db.example.com port=5433 dbname='shop' user = app password=s3cret", DatabaseUrlDialect.LibpqKeywords)]
    [InlineData("postgresql://app:s3cret@db.example.com:5433/shop?pgbouncer=false&schema=public", DatabaseUrlDialect.Prisma)]
    [InlineData("postgres://app:s3cret@db.example.com:5433/shop?pool_max_conns=4", DatabaseUrlDialect.Pgx)]
    [InlineData("postgres://app:s3cret@db.example.com:5433/shop?currentSchema=sales", DatabaseUrlDialect.Django)]
    public void Reads_the_same_server_from_every_form(string text, DatabaseUrlDialect dialect)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal(new EndpointHost("db.example.com", 5433), Assert.Single(endpoint.Hosts));
        Assert.Equal(("shop", "app", "s3cret", dialect), (endpoint.Database, endpoint.Username, endpoint.Password, endpoint.Dialect));
    }

    [Theory]
    [InlineData("postgres://u:p%40ss%3Aw%2Frd@h/d", "p@ss:w/rd")]
    [InlineData("postgres://u:p@ss@h/d", "p@ss")]
    [InlineData("postgres://u:a+b@h/d", "a+b")]
    [InlineData("postgres://u:pa/ss@h/d", "pa/ss")]
    [InlineData("postgres://u:p@ss/w@h/d", "p@ss/w")]
    [InlineData("postgres://u:pa#ss@h/d", "pa#ss")]
    [InlineData("postgres://u:pa?ss@h/d?sslmode=require", "pa?ss")]
    [InlineData("postgres://u:%C3%A9%E2%82%AC@h/d", "é€")]
    [InlineData("postgres://u:a:b@h/d", "a:b")]
    [InlineData(@"host=h dbname=d user=u password='it\'s \\ here'", @"it's \ here")]
    [InlineData(@"Host=h;Database=d;Username=u;Password=""a;b""""c'd""", @"a;b""c'd")]
    [InlineData("jdbc:postgresql://h/d?user=u&password=a%2Bb%26c", "a+b&c")]
    public void Reads_the_password_as_the_client_would(string text, string password)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal(("h", "d", "u", password), (endpoint.Host, endpoint.Database, endpoint.Username, endpoint.Password));
    }

    [Theory]
    [InlineData("postgres://u@h/d", "h:5432")]
    [InlineData("postgres://u@h:/d", "h:5432")]
    [InlineData("postgres://u@[::1]:6000/d", "[::1]:6000")]
    [InlineData("postgres://u@[fe80::1%25eth0]/d", "[fe80::1%eth0]:5432")]
    [InlineData("postgres://u@a:1,b:2,c/d", "a:1,b:2,c:5432")]
    [InlineData("postgresql+asyncpg://u@/d?host=a:1&host=b:2", "a:1,b:2")]
    [InlineData("postgresql:///d?host=/var/run/postgresql&port=5433", "/var/run/postgresql:5433")]
    [InlineData("postgresql://u@%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql:5432")]
    [InlineData("postgresql+pg8000://u@/d?unix_sock=/tmp/.s.PGSQL.5440", "/tmp:5440")]
    [InlineData("host=a,b port=1,2 dbname=d", "a:1,b:2")]
    [InlineData("host=a,b port=7 dbname=d", "a:7,b:7")]
    [InlineData("hostaddr=10.0.0.1 dbname=d", "10.0.0.1:5432")]
    [InlineData("Host=a:1,b:2;Database=d", "a:1,b:2")]
    [InlineData("Host=::1;Port=7;Database=d", "[::1]:7")]
    [InlineData("jdbc:postgresql://a:1,b/d", "a:1,b:5432")]
    [InlineData("jdbc:postgresql:d", "localhost:5432")]
    [InlineData("postgresql:///d", "localhost:5432")]
    public void Reads_hosts_ports_addresses_and_sockets(string text, string hosts)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal((hosts, "d"), (string.Join(',', endpoint.Hosts), endpoint.Database));
    }

    [Theory]
    [InlineData("postgres://h/d?sslmode=verify-full&sslrootcert=/ca.pem", SslRequirement.VerifyFull, "/ca.pem")]
    [InlineData("postgres://h/d?sslmode=require&sslrootcert=/ca.pem", SslRequirement.VerifyCA, "/ca.pem")]
    [InlineData("host=h dbname=d sslrootcert=/ca.pem sslmode=require", SslRequirement.VerifyCA, "/ca.pem")]
    [InlineData("postgresql+psycopg://h/d?sslmode=require&sslrootcert=system", SslRequirement.VerifyFull, "system")]
    [InlineData("postgresql://h/d?sslmode=prefer&sslrootcert=/ca.pem", SslRequirement.Prefer, "/ca.pem")]
    [InlineData("Host=h;Database=d;SSL Mode=Require;Root Certificate=/ca.pem", SslRequirement.Require, "/ca.pem")]
    [InlineData("jdbc:postgresql://h/d?ssl", SslRequirement.VerifyFull, null)]
    [InlineData("jdbc:postgresql://h/d?ssl=&user=u", SslRequirement.VerifyFull, null)]
    [InlineData("jdbc:postgresql://h/d?ssl=true&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory", SslRequirement.VerifyFull, "system")]
    [InlineData("postgresql+asyncpg://h/d?ssl=require", SslRequirement.Require, null)]
    [InlineData("jdbc:postgresql://h/d?ssl=true", SslRequirement.VerifyFull, null)]
    [InlineData("jdbc:postgresql://h/d?ssl=true&sslmode=require", SslRequirement.Require, null)]
    [InlineData("jdbc:postgresql://h/d?sslmode=require&ssl=true", SslRequirement.Require, null)]
    [InlineData("jdbc:postgresql://h/d?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory", SslRequirement.Require, null)]
    [InlineData("Host=h;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca.pem", SslRequirement.VerifyFull, "/ca.pem")]
    [InlineData("Host=h;Database=d;SslMode=Require", SslRequirement.Require, null)]
    [InlineData("postgres://h/d?schema=x&sslmode=require&sslaccept=strict&sslcert=/ca.pem", SslRequirement.VerifyFull, "/ca.pem")]
    [InlineData("postgres://h/d?sslmode=no-verify", SslRequirement.Require, null)]
    [InlineData("postgres://h/d", null, null)]
    public void Reads_the_encryption_that_is_asked_for(string text, SslRequirement? mode, string? root)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal((mode, root), (endpoint.SslMode, endpoint.RootCertificate));
    }

    [Theory]
    [InlineData("postgres://h/d?pgbouncer=true&connection_limit=1", "connection_limit=1;pgbouncer=true")]
    [InlineData("postgres://h/d?default_query_exec_mode=simple_protocol&pool_max_conns=3", "connection_limit=3;pgbouncer=true")]
    [InlineData("postgresql+asyncpg://h/d?prepared_statement_cache_size=0", "pgbouncer=true")]
    [InlineData("jdbc:postgresql://h/d?prepareThreshold=0&currentSchema=sales&ApplicationName=x+y", "application_name=x y;pgbouncer=true;search_path=sales")]
    [InlineData("Host=h;Database=d;No Reset On Close=true;Application Name=x;Search Path=sales;TCP Keepalive=true", "application_name=x;keepalives=1;pgbouncer=true;search_path=sales")]
    [InlineData("postgres://h/d?options=-c%20a%3Db&application_name=x+y", "application_name=x+y;options=-c a=b")]
    public void Keeps_other_settings_under_one_name(string text, string settings)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal(settings, string.Join(';', endpoint.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Shows_no_setting_whose_name_says_that_it_is_a_secret()
    {
        var endpoint = EndpointParser.Parse("postgres://u:p@h/d?PASSWORD=c4n4ry&pwd=c4n4ry&sslPassword=c4n4ry&api_key=c4n4ry&access_token=c4n4ry&passfile=/home/u/.pgpass");

        Assert.Equal("passfile", Assert.Single(endpoint.Settings).Key);
    }

    [Theory]
    [InlineData("sqlite:///data/app.db", "{cwd}/data/app.db")]
    [InlineData("sqlite:////srv/app.db", "/srv/app.db")]
    [InlineData("sqlite+aiosqlite:///app.db?mode=ro", "{cwd}/app.db")]
    [InlineData(@"sqlite://C:\data\app.db", @"C:\data\app.db")]
    [InlineData("sqlite:///C:/data/app.db", "C:/data/app.db")]
    [InlineData("shop.sqlite3", "{cwd}/shop.sqlite3")]
    [InlineData("/srv/SHOP.DB", "/srv/SHOP.DB")]
    [InlineData("file:./dev.db?connection_limit=1", "{cwd}/dev.db")]
    [InlineData("jdbc:sqlite:/srv/a.db", "/srv/a.db")]
    [InlineData("Data Source=/srv/a b.db;Cache=Shared", "/srv/a b.db")]
    public void Reads_SQLite_files(string text, string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The expected paths are those of a Unix system.");
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal((DatabaseKind.Sqlite, path.Replace("{cwd}", Environment.CurrentDirectory)), (endpoint.Kind, endpoint.Database));
    }

    [Fact]
    public void Takes_any_existing_file_for_SQLite_without_looking_at_its_ending()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Equal((DatabaseKind.Sqlite, file), (EndpointParser.Parse(file).Kind, EndpointParser.Parse(file).Database));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Reads_the_environment_and_env_files()
    {
        var file = Path.GetTempFileName();
        Environment.SetEnvironmentVariable("PGMIGRATE_TEST_URL", "postgres://u:from-env@h/d");
        try
        {
            File.WriteAllText(file, "DATABASE_URL=postgres://u:from-default@h/d\nOTHER='postgres://u:from-other@h/d'\nAGAIN=env:PGMIGRATE_TEST_URL\n");

            Assert.Equal("from-env", EndpointParser.Parse("env:PGMIGRATE_TEST_URL").Password);
            Assert.Equal("from-default", EndpointParser.Parse("dotenv:" + file).Password);
            Assert.Equal("from-other", EndpointParser.Parse($"dotenv:{file}#OTHER").Password);
            Assert.Equal("from-env", EndpointParser.Parse($"dotenv:{file}#AGAIN").Password);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGMIGRATE_TEST_URL", null);
            File.Delete(file);
        }
    }

    [Fact]
    public void Reads_a_hashtable_with_a_secure_password()
    {
        var endpoint = EndpointParser.FromSettings(new Hashtable
        {
            ["Host"] = "h",
            ["port"] = 6000,
            ["DATABASE"] = "d",
            ["User"] = "u",
            ["Password"] = Secure("p@ss"),
            ["SslMode"] = SslRequirement.VerifyFull,
            ["ApplicationName"] = "x",
            ["SslRootCert"] = "/ca.pem",
        });

        Assert.Equal(("h", 6000, "d", "u", "p@ss"), (endpoint.Host, endpoint.Port, endpoint.Database, endpoint.Username, endpoint.Password));
        Assert.Equal((SslRequirement.VerifyFull, "/ca.pem", "x"), (endpoint.SslMode, endpoint.RootCertificate, endpoint.Settings["application_name"]));
    }

    [Fact]
    public void Reads_a_secure_string_and_replaces_the_credential()
    {
        var endpoint = EndpointParser.FromSecureString(Secure("postgres://u:p@h/d"));
        var other = EndpointParser.WithCredential(endpoint, "v", Secure("q"));

        Assert.Equal(("u", "p"), (endpoint.Username, endpoint.Password));
        Assert.Equal(("v", "q", "h"), (other.Username, other.Password, other.Host));
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text) secure.AppendChar(character);
        return secure;
    }
}
