using System.Text;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>
/// One of many .env files, as people write them: a text with a mark wherever the value of DATABASE_URL stands, made of a number alone.
/// </summary>
internal sealed class DotenvCase
{
    public const string Name = "DATABASE_URL";

    private const string Mark = "\u0001";

    private static readonly string[] Before =
    [
        "# the app's settings", "SECRET_KEY='a#b$c'", "export DEBUG=false", "GREETING=\"grüß dich, 世界 🌍\"", "", "   ", "#DATABASE_URL=postgresql://commented:out@h/d",
        "NOT_DATABASE_URL=postgresql://another:name@h/d", "DATABASE_URL_TEST=postgresql://longer:name@h/d", "EMPTY=", "QUOTED=\"a \\\"b\\\" c\"",
        "CERT=\"-----BEGIN-----\nDATABASE_URL=inside another value\nä\n-----END-----\"", "JSON='{\"url\": \"DATABASE_URL=x\"}'", "\tINDENTED=1",
    ];

    private readonly string template;

    private DotenvCase(string template, bool hasMark, bool isPythons, DatabaseUrlDialect dialect)
        => (this.template, HasMark, IsPythons, Dialect) = (template, hasMark, isPythons, dialect);

    /// <summary>Whether it begins with a byte order mark.</summary>
    public bool HasMark { get; }

    /// <summary>Whether python-dotenv knows all that it uses: backticks and colons are of other readers.</summary>
    public bool IsPythons { get; }

    public DatabaseUrlDialect Dialect { get; }

    public static DotenvCase Make(int number)
    {
        var random = new Random(number);
        DatabaseUrlDialect[] dialects = [DatabaseUrlDialect.Libpq, DatabaseUrlDialect.Psycopg2, DatabaseUrlDialect.Psycopg, DatabaseUrlDialect.Asyncpg, DatabaseUrlDialect.Jdbc];
        var lineEnd = number % 3 == 0 ? "\r\n" : "\n";
        var isOthers = number % 15 == 7;
        var lines = Others(random).ToList();
        var assignments = number % 10 == 4 ? 2 : 1;
        for (var count = 0; count < assignments; count++) lines.Insert(random.Next(lines.Count + 1), Assignment(random, isOthers));
        var text = string.Join(lineEnd, lines).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);
        return new((number % 7 == 2 ? "\uFEFF" : "") + text + (number % 4 == 1 ? "" : lineEnd), number % 7 == 2, !isOthers, dialects[number % dialects.Length]);
    }

    public byte[] With(string value) => Encoding.UTF8.GetBytes(template.Replace(Mark, value, StringComparison.Ordinal));

    private static IEnumerable<string> Others(Random random) => Enumerable.Range(0, random.Next(1, 9)).Select(_ => Before[random.Next(Before.Length)]);

    private static string Assignment(Random random, bool isOthers)
    {
        string[] starts = ["", "export ", "  ", "\t", "  export  "];
        string[] separators = isOthers ? [": "] : ["=", " = ", "= ", " ="];
        string[] quotes = isOthers ? ["`", "'"] : ["", "'", "\""];
        string[] ends = ["", "  ", " # moved to the new host", "\t# 'quoted' \"words\" = x", " # ümlaut"];
        var quote = quotes[random.Next(quotes.Length)];
        return $"{starts[random.Next(starts.Length)]}{Name}{separators[random.Next(separators.Length)]}{quote}{Mark}{quote}{ends[random.Next(ends.Length)]}";
    }
}
