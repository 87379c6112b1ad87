using System.Text;
using PgMigrate.Engine.Connections;
using Xunit;
using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class GeneratedUrlTests
{
    private const int Seed = 20260114;
    private const string Alphabet = "abzAZ019-._~!@#$%^&*()+=[]{}|;:',<>/?`\" \\éß€漢😀";

    private static readonly DatabaseUrlDialect[] UrlDialects = [Libpq, Psycopg2, Psycopg, Asyncpg, Pg8000, Jdbc, Prisma, Pgx, Django];

    private static readonly DatabaseUrlDialect[] AllDialects = [.. UrlDialects, LibpqKeywords, DatabaseUrlDialect.Npgsql];

    [Fact]
    public void A_thousand_endpoints_read_the_same_after_being_written()
    {
        var random = new Random(Seed);
        for (var number = 0; number < 1000; number++)
        {
            var endpoint = Endpoint(random);
            foreach (var dialect in AllDialects) AssertReadsTheSame(endpoint, dialect, number);
        }
    }

    [Fact]
    public void Whatever_is_written_as_a_URL_needs_no_quotes_in_an_env_file()
    {
        var random = new Random(Seed + 1);
        for (var number = 0; number < 1000; number++)
        {
            var endpoint = Endpoint(random);
            foreach (var dialect in UrlDialects)
            {
                if (!HasForm(endpoint, dialect)) continue;
                var text = DatabaseUrl.Format(endpoint, dialect).Text;
                Assert.DoesNotContain(text, character => character is ' ' or '#' or '$' or '\'' or '"' or '`' or '\\' || char.IsControl(character) || character > '~');
                Assert.Equal(text, DotenvFile.Read($"DATABASE_URL={text}\n", "DATABASE_URL"));
            }
        }
    }

    [Fact]
    public void Garbage_is_refused_by_no_other_exception_than_ours()
    {
        var random = new Random(Seed + 2);
        string[] starts = ["", "postgres://", "postgresql+asyncpg://", "jdbc:postgresql:", "host=", "Host=", "sqlite:///", "sqlite://", "env:", "dotenv:", "file:", "Data Source="];
        for (var number = 0; number < 20_000; number++)
        {
            var text = starts[random.Next(starts.Length)] + Garbage(random);
            try
            {
                var endpoint = EndpointParser.Parse(text);
                Assert.DoesNotContain("\0", endpoint.ToString(), StringComparison.Ordinal);
            }
            catch (MigrationException)
            {
                // Every other exception fails the test.
            }
        }
    }

    [Fact]
    public void Damaged_URLs_are_refused_by_no_other_exception_than_ours()
    {
        var random = new Random(Seed + 3);
        for (var number = 0; number < 5_000; number++)
        {
            var (endpoint, dialect) = (Endpoint(random), AllDialects[random.Next(AllDialects.Length)]);
            if (!HasForm(endpoint, dialect)) continue;
            var text = new StringBuilder(DatabaseUrl.Format(endpoint, dialect).Text);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                var position = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(position, 1);
                else text.Insert(position, "@:/?#[]%&=;,'\" \0\n"[random.Next(17)]);
            }

            try
            {
                _ = EndpointParser.Parse(text.ToString()).ToString();
            }
            catch (MigrationException)
            {
                // Every other exception fails the test.
            }
        }
    }

    private static void AssertReadsTheSame(DatabaseEndpoint endpoint, DatabaseUrlDialect dialect, int number)
    {
        if (!HasForm(endpoint, dialect)) return;

        var text = DatabaseUrl.Format(endpoint, dialect).Text;
        var read = EndpointParser.Parse(text);
        var hosts = dialect is Pg8000 or Prisma or Django ? endpoint.Hosts.Take(1) : endpoint.Hosts;

        var because = $"endpoint {number} of seed {Seed} as {dialect}: {text}";
        Assert.True(hosts.SequenceEqual(read.Hosts), because + " → " + string.Join(',', read.Hosts));
        Assert.True((endpoint.Database, endpoint.Username, endpoint.Password) == (read.Database, read.Username, read.Password), because + $" → {read.Database} {read.Username} {read.Password}");
        Assert.True(dialect is Pg8000 or Prisma || endpoint.SslMode == read.SslMode, because + " → " + read.SslMode);
        Assert.True(dialect is Asyncpg || Setting(endpoint) == Setting(read), because + " → " + Setting(read));
        Assert.Equal(text, DatabaseUrl.Format(read, dialect).Text);
    }

    private static bool HasForm(DatabaseEndpoint endpoint, DatabaseUrlDialect dialect) => dialect != Jdbc || !endpoint.Hosts[0].IsSocket;

    private static string? Setting(DatabaseEndpoint endpoint) => endpoint.Settings.GetValueOrDefault("application_name");

    private static DatabaseEndpoint Endpoint(Random random)
    {
        var settings = new Dictionary<string, string>();
        if (random.Next(2) == 0) settings["application_name"] = Text(random, 1);
        var hosts = Hosts(random);
        var (provider, route) = EndpointRecognition.Recognize(hosts[0], settings);
        return new DatabaseEndpoint
        {
            Kind = DatabaseKind.PostgreSql,
            Provider = provider,
            Route = route,
            Hosts = hosts,
            Database = Text(random, 1),
            Username = Text(random, 1),
            Password = random.Next(5) == 0 ? null : Text(random, 1),
            SslMode = random.Next(3) == 0 ? null : (SslRequirement)random.Next(6),
            Settings = settings,
        };
    }

    private static EndpointHost[] Hosts(Random random)
    {
        if (random.Next(10) == 0) return [new EndpointHost("/run/post gres", random.Next(1, 65536))];
        string[] names = ["localhost", "db.example.com", "10.1.2.3", "::1", "2001:db8::7", "ep-x-pooler.eu.aws.neon.tech", "dpg-abc-a"];
        return Enumerable.Range(0, random.Next(1, 4)).Select(_ => new EndpointHost(names[random.Next(names.Length)], random.Next(1, 65536))).ToArray();
    }

    private static string Text(Random random, int shortest)
    {
        var runes = Alphabet.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(shortest, 16)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    private static string Garbage(Random random)
    {
        var characters = Alphabet + "=;,\n\t\0\r\uD800";
        return string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => characters[random.Next(characters.Length)]));
    }
}
