using PgMigrate.Engine.Connections;
using Xunit;
using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class DatabaseUrlTests
{
    private static readonly DatabaseUrlDialect[] Dialects =
        [Libpq, LibpqKeywords, Psycopg2, Psycopg, Asyncpg, Pg8000, Jdbc, DatabaseUrlDialect.Npgsql, Prisma, Pgx, Django];

    public static TheoryData<DatabaseUrlDialect, DatabaseUrlDialect> Pairs
    {
        get
        {
            var pairs = new TheoryData<DatabaseUrlDialect, DatabaseUrlDialect>();
            foreach (var from in Dialects)
            {
                foreach (var to in Dialects) pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Goes_from_each_dialect_to_each_and_back(DatabaseUrlDialect from, DatabaseUrlDialect to)
    {
        var start = EndpointParser.Parse("postgresql://us%40er:p%40s%24s%20%23w%27%22%5C%3Bx@db.example.com:5433/sh%20op?sslmode=require");
        var there = EndpointParser.Parse(DatabaseUrl.Format(start, from).Text);
        var back = EndpointParser.Parse(DatabaseUrl.Format(there, to).Text);

        Assert.Equal((start.Host, start.Port, start.Database, start.Username, start.Password), (back.Host, back.Port, back.Database, back.Username, back.Password));
        Assert.Equal(from == Pg8000 || to == Pg8000 ? null : SslRequirement.Require, back.SslMode);
    }

    [Theory]
    [InlineData(Libpq, "postgresql://app:p%40ss@h:5432/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=5&application_name=my%20app&options=-csearch_path%3Dsales", "pgbouncer")]
    [InlineData(LibpqKeywords, "host=h port=5432 dbname=d user=app password='p@ss' sslmode=verify-full sslrootcert=/ca.pem connect_timeout=5 application_name='my app' options=-csearch_path=sales", "pgbouncer")]
    [InlineData(Psycopg2, "postgresql+psycopg2://app:p%40ss@h:5432/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=5&application_name=my%20app&options=-csearch_path%3Dsales", "pgbouncer")]
    [InlineData(Asyncpg, "postgresql+asyncpg://app:p%40ss@h:5432/d?ssl=verify-full&prepared_statement_cache_size=0", "sslrootcert,connect_timeout,application_name,search_path")]
    [InlineData(Pg8000, "postgresql+pg8000://app:p%40ss@h:5432/d?application_name=my%20app", "sslmode,sslrootcert,connect_timeout,search_path,pgbouncer")]
    [InlineData(Jdbc, "jdbc:postgresql://h:5432/d?user=app&password=p%40ss&sslmode=verify-full&sslrootcert=/ca.pem&prepareThreshold=0&connectTimeout=5&ApplicationName=my%20app&currentSchema=sales", "")]
    [InlineData(DatabaseUrlDialect.Npgsql, "Host=h;Port=5432;Database=d;Username=app;Password=p@ss;SSL Mode=VerifyFull;Root Certificate=/ca.pem;No Reset On Close=true;Timeout=5;Application Name=\"my app\";Search Path=sales", "")]
    [InlineData(Prisma, "postgresql://app:p%40ss@h:5432/d?sslmode=require&sslaccept=strict&sslcert=/ca.pem&pgbouncer=true&connect_timeout=5&application_name=my%20app&schema=sales", "")]
    [InlineData(Pgx, "postgresql://app:p%40ss@h:5432/d?sslmode=verify-full&sslrootcert=/ca.pem&default_query_exec_mode=simple_protocol&connect_timeout=5&application_name=my%20app&search_path=sales", "")]
    [InlineData(Django, "postgres://app:p%40ss@h:5432/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=5&application_name=my%20app&currentSchema=sales", "pgbouncer")]
    public void Says_settings_in_the_words_of_the_client_and_lists_those_it_lacks(DatabaseUrlDialect dialect, string text, string dropped)
    {
        var endpoint = EndpointParser.Parse("postgres://app:p%40ss@h/d?sslmode=require&sslaccept=strict&sslcert=/ca.pem&connect_timeout=5&application_name=my%20app&schema=sales&pgbouncer=true");

        var written = DatabaseUrl.Format(endpoint, dialect);

        Assert.Equal(text, written.Text, ignoreCase: dialect == DatabaseUrlDialect.Npgsql);
        Assert.Equal(dropped, string.Join(',', written.Dropped));
    }

    [Theory]
    [InlineData(Asyncpg, "statement_cache_size")]
    [InlineData(Psycopg, "prepare_threshold")]
    [InlineData(Django, "DISABLE_SERVER_SIDE_CURSORS")]
    public void Tells_what_no_URL_can_say_behind_a_transaction_pooler(DatabaseUrlDialect dialect, string word)
    {
        var endpoint = EndpointParser.Parse("postgres://postgres.abcdefghijklmnopqrst:x@aws-0-eu-west-1.pooler.supabase.com:6543/postgres");

        Assert.Contains(DatabaseUrl.Format(endpoint, dialect).Warnings, warning => warning.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Prisma, "pgbouncer=true")]
    [InlineData(Jdbc, "prepareThreshold=0")]
    [InlineData(Pgx, "default_query_exec_mode=simple_protocol")]
    [InlineData(DatabaseUrlDialect.Npgsql, "No Reset On Close=true")]
    [InlineData(Asyncpg, "prepared_statement_cache_size=0")]
    public void Switches_prepared_statements_off_behind_a_transaction_pooler_only(DatabaseUrlDialect dialect, string flag)
    {
        const string url = "postgres://postgres.abcdefghijklmnopqrst:x@aws-0-eu-west-1.pooler.supabase.com:";

        Assert.Contains(flag, DatabaseUrl.Format(EndpointParser.Parse(url + "6543/postgres"), dialect).Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(flag, DatabaseUrl.Format(EndpointParser.Parse(url + "5432/postgres"), dialect).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Libpq, "postgresql://u@a:1,[::1]:2/d")]
    [InlineData(LibpqKeywords, "host=a,::1 port=1,2 dbname=d user=u")]
    [InlineData(Psycopg, "postgresql+psycopg://u@/d?host=a:1&host=%5B::1%5D:2")]
    [InlineData(Jdbc, "jdbc:postgresql://a:1,[::1]:2/d?user=u")]
    [InlineData(DatabaseUrlDialect.Npgsql, "Host=a:1,[::1]:2;Database=d;Username=u")]
    [InlineData(Prisma, "postgresql://u@a:1/d")]
    public void Writes_several_hosts_or_says_that_it_cannot(DatabaseUrlDialect dialect, string text)
    {
        var written = DatabaseUrl.Format(EndpointParser.Parse("postgres://u@a:1,[::1]:2/d"), dialect);

        Assert.Equal(text, written.Text, ignoreCase: dialect == DatabaseUrlDialect.Npgsql);
        Assert.Equal(dialect == Prisma, written.Warnings.Count > 0);
    }

    [Theory]
    [InlineData(Libpq, "postgresql://u@/d?host=/run/pg&port=6000")]
    [InlineData(Psycopg2, "postgresql+psycopg2://u@/d?host=/run/pg&port=6000")]
    [InlineData(Pg8000, "postgresql+pg8000://u@/d?unix_sock=/run/pg/.s.PGSQL.6000")]
    [InlineData(Prisma, "postgresql://u@localhost:6000/d?host=/run/pg")]
    [InlineData(Django, "postgres://u@%2Frun%2Fpg:6000/d")]
    [InlineData(DatabaseUrlDialect.Npgsql, "Host=/run/pg;Port=6000;Database=d;Username=u")]
    public void Writes_sockets(DatabaseUrlDialect dialect, string text)
    {
        var written = DatabaseUrl.Format(EndpointParser.Parse("host=/run/pg port=6000 dbname=d user=u"), dialect).Text;

        Assert.Equal(text, written, ignoreCase: dialect == DatabaseUrlDialect.Npgsql);
        Assert.Equal(("/run/pg", 6000), (EndpointParser.Parse(written).Host, EndpointParser.Parse(written).Port));
    }

    [Fact]
    public void Refuses_what_a_dialect_has_no_form_for()
    {
        var socket = EndpointParser.Parse("host=/run/pg dbname=d");
        var file = EndpointParser.Parse("sqlite:////srv/a.db");

        Assert.Equal("DialectCannotExpress", Assert.Throws<MigrationException>(() => DatabaseUrl.Format(socket, Jdbc)).ErrorId);
        Assert.Equal("DialectCannotExpress", Assert.Throws<MigrationException>(() => DatabaseUrl.Format(socket, DatabaseUrlDialect.Sqlite)).ErrorId);
        Assert.Equal("DialectCannotExpress", Assert.Throws<MigrationException>(() => DatabaseUrl.Format(file, Libpq)).ErrorId);
    }

    [Fact]
    public void Writes_SQLite_files_as_URL_and_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The expected paths are those of a Unix system.");
        var file = EndpointParser.Parse("sqlite:////srv/a.db?mode=ro");

        Assert.Equal("sqlite:////srv/a.db?mode=ro", DatabaseUrl.Format(file, DatabaseUrlDialect.Sqlite).Text);
        Assert.Equal("/srv/a.db", DatabaseUrl.Format(file, FilePath).Text);
    }

    [Fact]
    public void Masks_every_secret_in_every_dialect()
    {
        var endpoint = EndpointParser.Parse("postgresql://u:c4n4ry@h/d?sslkey=/k.pem&sslpassword=c4n4ry");

        foreach (var dialect in Dialects)
        {
            var written = DatabaseUrl.Format(endpoint, dialect);
            Assert.Contains("c4n4ry", written.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("c4n4ry", written.ToString(), StringComparison.Ordinal);
            Assert.Contains("****", written.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("c4n4ry", endpoint + DatabaseUrl.Masked(endpoint) + System.Text.Json.JsonSerializer.Serialize(endpoint), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Prisma, "postgresql://u@h:5432/d?sslmode=require&sslaccept=strict")]
    [InlineData(Jdbc, "jdbc:postgresql://h:5432/d?user=u&sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")]
    [InlineData(DatabaseUrlDialect.Npgsql, "Host=h;Port=5432;Database=d;Username=u;SSL Mode=VerifyFull")]
    [InlineData(Pgx, "postgresql://u@h:5432/d?sslmode=verify-full&sslrootcert=system")]
    public void Says_in_the_words_of_the_client_that_the_systems_roots_are_trusted(DatabaseUrlDialect dialect, string text)
    {
        var written = DatabaseUrl.Format(EndpointParser.Parse("postgres://u@h/d?sslmode=verify-full&sslrootcert=system"), dialect);

        Assert.Equal(text, written.Text, ignoreCase: dialect == DatabaseUrlDialect.Npgsql);
        Assert.Empty(written.Dropped.Concat(written.Warnings));
    }

    [Theory]
    [InlineData("channel_binding=require", Asyncpg)]
    [InlineData("channel_binding=require", Pgx)]
    [InlineData("require_auth=scram-sha-256", Jdbc)]
    [InlineData("gssencmode=require", Asyncpg)]
    [InlineData("ssl_min_protocol_version=TLSv1.3", DatabaseUrlDialect.Npgsql)]
    [InlineData("sslcrl=/crl.pem", Prisma)]
    [InlineData("sslcert=/me.pem", Asyncpg)]
    public void Warns_where_a_dialect_has_no_word_for_a_setting_that_protects_the_connection(string setting, DatabaseUrlDialect dialect)
    {
        var written = DatabaseUrl.Format(EndpointParser.Parse("postgres://u@h/d?" + setting), dialect);

        Assert.Contains(setting.Split('=')[0], Assert.Single(written.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scram-sha-256", "ScramSHA256")]
    [InlineData("md5,none", "MD5,None")]
    [InlineData("!password", "!Password")]
    public void Says_the_kinds_of_authentication_in_Npgsqls_words(string libpq, string npgsql)
    {
        var written = DatabaseUrl.Format(EndpointParser.Parse("postgres://u@h/d?require_auth=" + libpq), DatabaseUrlDialect.Npgsql).Text;

        Assert.Equal(npgsql, new global::Npgsql.NpgsqlConnectionStringBuilder(written).RequireAuth);
        Assert.Equal(libpq, EndpointParser.Parse(written).Settings["require_auth"]);
    }

    [Theory]
    [InlineData(LibpqKeywords, 1)]
    [InlineData(DatabaseUrlDialect.Npgsql, 1)]
    [InlineData(Libpq, 0)]
    public void Warns_where_env_files_would_need_quotes(DatabaseUrlDialect dialect, int warnings)
        => Assert.Equal(warnings, DatabaseUrl.Format(EndpointParser.Parse("postgres://u:a%23b%24c@h/d"), dialect).Warnings.Count);
}
