using System.IO.Compression;
using System.Text;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Scripts that the installed pg_dump writes with all its options, restored and compared with their database.</summary>
public sealed class DumpedScriptTests(TestServers servers) : IDisposable
{
    /// <summary>What looks like the script's own marks, in bodies, names, comments and rows.</summary>
    private const string Awkward = """
        CREATE FUNCTION odd.body() RETURNS text LANGUAGE plpgsql AS $outer$
        -- Name: fake; Type: TABLE; Schema: odd; Owner: nobody
        BEGIN
          EXECUTE $$ SELECT 1; $$; EXECUTE 'COPY odd.t (a) FROM stdin;';
          /* a comment /* within */ one; */
          RETURN E'it\'s; \\.';
        END
        $outer$;
        CREATE FUNCTION odd.atomic(n integer) RETURNS integer LANGUAGE sql
        BEGIN ATOMIC
          SELECT CASE WHEN n > 1 THEN 2 ELSE 3 END; SELECT n AS "end;";
        END;
        CREATE FUNCTION odd.windows() RETURNS text LANGUAGE sql AS 'SELECT 1
        ::text;';
        CREATE TABLE odd.t (a text, "b;
        c" text, d bytea);
        COMMENT ON TABLE odd.t IS E'line one\n--\n-- Name: x; Type: TABLE; Schema: -; Owner: y\n--\n\\.\nend';
        INSERT INTO odd.t VALUES (E'\\.', E'\\', '\x00ff'), (E'a\nb\r\nc\td', E'\n\\.\n', ''), ('''; DROP TABLE odd.t; --', '$$', NULL), ('', NULL, '\x5c2e'), (E'COPY odd.t (a) FROM stdin;\n1', '\restrict x', '\x0a5c2e0a');
        CREATE TABLE odd.nothing (); INSERT INTO odd.nothing DEFAULT VALUES; INSERT INTO odd.nothing DEFAULT VALUES;
        CREATE TABLE odd."TABLE DATA; Type: x; Schema: z; Owner: q" (v integer PRIMARY KEY); INSERT INTO odd."TABLE DATA; Type: x; Schema: z; Owner: q" SELECT generate_series(1, 30);
        CREATE TABLE odd.tree (id integer PRIMARY KEY, parent integer REFERENCES odd.tree); INSERT INTO odd.tree VALUES (2, 1), (1, NULL), (3, 2);
        CREATE TABLE odd.parts (id integer, k integer, PRIMARY KEY (id, k)) PARTITION BY HASH (k);
        CREATE TABLE odd.parts_0 PARTITION OF odd.parts FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE odd.parts_1 PARTITION OF odd.parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO odd.parts SELECT g, g FROM generate_series(1, 50) g;
        CREATE TABLE odd.child (id integer, k integer, FOREIGN KEY (id, k) REFERENCES odd.parts); INSERT INTO odd.child VALUES (7, 7);
        CREATE MATERIALIZED VIEW odd.first AS SELECT count(*) AS n FROM odd.parts; CREATE VIEW odd.between AS SELECT n + 1 AS n FROM odd.first;
        CREATE MATERIALIZED VIEW odd.second AS SELECT n FROM odd.between; CREATE UNIQUE INDEX ON odd.second (n);
        CREATE VIEW odd.of_key AS SELECT id, parent FROM odd.tree GROUP BY id;
        ALTER TABLE odd.tree ADD CONSTRAINT later CHECK (id > 0) NOT VALID;
        CREATE EVENT TRIGGER noticed ON ddl_command_end EXECUTE FUNCTION odd.event(); ALTER EVENT TRIGGER noticed DISABLE;
        CREATE OPERATOR odd.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq); CREATE OPERATOR odd.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
        CREATE CAST (odd.mood AS integer) WITH FUNCTION odd.number(odd.mood);
        CREATE SEQUENCE odd."it's" START 5; SELECT setval('odd."it''s"', 77);
        SELECT lo_from_bytea(4711, decode(repeat('00ff5c27', 20000), 'hex')), lo_create(4712);
        COMMENT ON LARGE OBJECT 4711 IS 'large';
        """;

    private const string Before = """
        CREATE SCHEMA odd; CREATE TYPE odd.mood AS ENUM ('it''s', 'ok');
        CREATE FUNCTION odd.number(odd.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION odd.event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        """;

    private readonly Scripts scripts = new();

    [Theory]
    [InlineData("")]
    [InlineData("--create")]
    [InlineData("--clean", "--if-exists")]
    [InlineData("--clean")]
    [InlineData("--clean", "--create")]
    [InlineData("--inserts")]
    [InlineData("--rows-per-insert=7")]
    [InlineData("--column-inserts", "--on-conflict-do-nothing")]
    [InlineData("--disable-dollar-quoting")]
    [InlineData("--quote-all-identifiers")]
    [InlineData("--verbose")]
    [InlineData("--verbose", "--inserts", "--create")]
    [InlineData("--no-owner", "--no-privileges")]
    [InlineData("--use-set-session-authorization")]
    [InlineData("--load-via-partition-root")]
    [InlineData("--disable-triggers")]
    [InlineData("--no-comments")]
    public async Task Restores_what_pg_dump_writes(params string[] options)
    {
        var original = await CreateAsync();
        var path = scripts.Write(await DumpAsync(original, options));

        await RequireRestoredAsync(original, path, without: options.Contains("--no-comments") ? TocDesc.Comment : options.Contains("--no-privileges") ? TocDesc.Privileges : null);
    }

    [Fact]
    public async Task Restores_a_script_whose_lines_end_as_on_Windows()
    {
        var original = await CreateAsync();
        var text = await DumpAsync(original);

        await RequireRestoredAsync(original, scripts.Write([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--inserts")]
    public async Task Restores_a_script_that_is_compressed(string option)
    {
        var original = await CreateAsync();
        var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) await zip.WriteAsync(Encoding.UTF8.GetBytes(await DumpAsync(original, option)), TestContext.Current.CancellationToken);

        await RequireRestoredAsync(original, scripts.Write(packed.ToArray()));
    }

    [Fact]
    public async Task Restores_a_script_that_PowerShell_wrote_in_UTF_16()
    {
        var original = await CreateAsync();
        var text = await DumpAsync(original);

        await RequireRestoredAsync(original, scripts.Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
    }

    [Theory]
    [InlineData("LATIN1", "iso-8859-1")]
    [InlineData("WIN1252", "windows-1252")]
    public async Task Restores_a_script_in_another_encoding(string name, string known)
    {
        var original = await CreateAsync();
        await Sql.ExecuteAsync(original, "INSERT INTO odd.t (a) VALUES ('ÄÖÜ ß é')");
        var text = await DumpAsync(original);
        var written = text.Replace("SET client_encoding = 'UTF8'", $"SET client_encoding = '{name}'", StringComparison.Ordinal);

        await RequireRestoredAsync(original, scripts.Write(CodePagesEncodingProvider.Instance.GetEncoding(known)?.GetBytes(written) ?? Encoding.Latin1.GetBytes(written)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--inserts")]
    public async Task Cuts_rows_into_chunks_that_several_connections_bring(string option)
    {
        var original = await CreateAsync();
        await Sql.ExecuteAsync(original, "INSERT INTO odd.parts SELECT g, g FROM generate_series(51, 2000) g; REFRESH MATERIALIZED VIEW odd.first; REFRESH MATERIALIZED VIEW odd.second");
        var path = scripts.Write(await DumpAsync(original, option));

        var destination = await RequireRestoredAsync(original, path, batchSize: 37);

        Assert.True(await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pgmigrate.migration_checkpoints WHERE entry = 'TABLE DATA odd parts_0' AND status = 'Done' AND chunk_kind = 'ByteRange'") > 20);
    }

    [Fact]
    public async Task Cleans_what_is_there_though_the_script_drops_nothing()
    {
        var original = await CreateAsync();
        var path = scripts.Write(await DumpAsync(original));
        var destination = await RequireRestoredAsync(original, path);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, Clean = true, Restart = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Cloning.AssertSameAsync(original, destination);
    }

    [Fact]
    public async Task Chooses_one_table_with_what_it_needs()
    {
        var original = await CreateAsync();
        var path = scripts.Write(await DumpAsync(original));
        var destination = await servers.CreateDatabaseAsync();

        await Cloning.RunAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, Selection = new() { Tables = ["shop.customer"] } });

        Assert.Equal("customer", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(relname, ',') FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('shop', 'odd')"));
        Assert.Equal(500L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM shop.customer"));
        Assert.Equal(3L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_index WHERE indrelid = 'shop.customer'::regclass"));
    }

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Restores_names_that_only_the_quotes_make_names(string name)
    {
        var original = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(original, OddNames.In(OddNames.Everywhere, OddNames.Variant(name, "scr")));
        var path = scripts.Write(await DumpAsync(original, "--schema-only"));
        var destination = await servers.CreateDatabaseAsync();

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, SkipAnalyze = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await AssertSameAsync(original, destination, TocDesc.Refresh);
    }

    public void Dispose() => scripts.Dispose();

    private async Task<DatabaseEndpoint> CreateAsync()
    {
        var original = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(original, await File.ReadAllTextAsync(Scripts.FixturePath("rich.sql"), TestContext.Current.CancellationToken));
        await Sql.ExecuteAsync(original, Before + Awkward);
        return original;
    }

    private static Task<string> DumpAsync(DatabaseEndpoint endpoint, params string[] options) => PgDump.RunAsync("pg_dump", endpoint, [.. options.Where(option => option.Length > 0)]);

    private async Task<DatabaseEndpoint> RequireRestoredAsync(DatabaseEndpoint original, string path, string? without = null, long? batchSize = null)
    {
        var destination = await servers.CreateDatabaseAsync();

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, BatchSize = batchSize, ThrottleLimit = 3 });

        Assert.Empty(result.Failures);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await AssertSameAsync(original, destination, without);
        await Copying.AssertEqualAsync(original, destination);
        foreach (var query in new[]
        {
            "SELECT string_agg(oid || ' ' || md5(lo_get(oid)), ',' ORDER BY oid) FROM pg_largeobject_metadata",
            "SELECT string_agg(schemaname || sequencename || coalesce(last_value, 0), ',' ORDER BY schemaname, sequencename) FROM pg_sequences",
            "SELECT (SELECT n FROM odd.first) || ' ' || (SELECT n FROM odd.second)",
        })
        {
            Assert.Equal(await Sql.ScalarAsync<string>(original, query), await Sql.ScalarAsync<string>(destination, query));
        }

        return destination;
    }

    /// <summary>Both have the same objects but for those of a kind.</summary>
    private static async Task AssertSameAsync(DatabaseEndpoint original, DatabaseEndpoint restored, string? without)
    {
        var (expected, actual) = (await SchemaCheck.ReadAsync(original), await SchemaCheck.ReadAsync(restored));
        Assert.Equal(Describe(expected), Describe(actual));

        // Default privileges go the way of privileges.
        string Describe(IEnumerable<TocEntry> entries) => string.Join(
            "\n\n", entries.Where(entry => without is null || (entry.Desc != without && entry.Desc != $"DEFAULT {without}")).Select(SchemaCheck.Describe));
    }
}
