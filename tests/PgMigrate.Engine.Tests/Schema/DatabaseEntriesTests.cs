using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class DatabaseEntriesTests(TestServers servers)
{
    private const string Roles = """
        DO $$ BEGIN
            CREATE ROLE database_owner; CREATE ROLE database_user; CREATE ROLE "IN"; CREATE ROLE database;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$
        """;

    [Fact]
    public async Task Writes_a_plain_database_as_pg_dump_does() => await RequireSameAsPgDumpAsync(await servers.CreateDatabaseAsync());

    [Theory]
    [InlineData("Odd \"Db; --", "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")]
    [InlineData("database", "ENCODING 'LATIN1' LOCALE 'C'")]
    [InlineData("on", "LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C.UTF-8'")]
    public async Task Writes_all_that_a_database_can_have_as_pg_dump_does(string name, string options)
        => await RequireSameAsPgDumpAsync(await CreateAsync(TestServers.Default, name, options));

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Brings_what_a_database_has_to_one_of_another_name(int major)
    {
        var source = await CreateAsync(major, "Source \"Db", "ENCODING 'UTF8' LOCALE 'C'");
        var entries = DatabaseEntries.Build(await SchemaCheck.ReadDatabaseAsync(source)).Where(entry => entry.Desc != TocDesc.Database);
        var destination = await servers.CreateDatabaseAsync(major);
        const string Name = "to database \"on\" 'x'";
        await Sql.ExecuteAsync(source with { Database = "postgres" }, $"ALTER DATABASE {destination.Database} RENAME TO {SqlText.Identifier(Name)}");
        destination = destination with { Database = Name };

        foreach (var entry in entries) await Sql.ExecuteAsync(destination, DatabaseRenaming.Apply(entry, Name).Definition);

        var actual = await SchemaCheck.ReadDatabaseAsync(destination);
        await Sql.ExecuteAsync(destination, $"ALTER DATABASE {SqlText.Identifier(Name)} OWNER TO database_owner");
        var expected = DatabaseEntries.Build(await SchemaCheck.ReadDatabaseAsync(source)).Select(entry => DatabaseRenaming.Apply(entry, Name));
        Assert.Equal(
            expected.Where(entry => entry.Desc != TocDesc.Database).Select(SchemaCheck.Describe),
            DatabaseEntries.Build(await SchemaCheck.ReadDatabaseAsync(destination)).Where(entry => entry.Desc != TocDesc.Database).Select(SchemaCheck.Describe));
        Assert.Equal((7, true), (actual.Properties.ConnectionLimit, actual.Properties.IsTemplate));
        Assert.All(expected, entry => Assert.DoesNotContain("Source", entry.Definition + entry.DropStatement + entry.Tag, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(15, "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'")]
    [InlineData(16, "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' ICU_RULES '&a < g' LOCALE 'C'")]
    [InlineData(17, "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'")]
    [InlineData(18, "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'C' LC_CTYPE 'POSIX'")]
    public async Task Creates_a_database_with_the_locale_of_each_provider(int major, string options)
    {
        var server = (await servers.ServerAsync(major)).Endpoint;
        await Sql.ExecuteAsync(server, $"CREATE DATABASE located TEMPLATE template0 ENCODING 'UTF8' {options}");
        var source = (await SchemaCheck.ReadDatabaseAsync(server with { Database = "located" })).Properties;
        var entry = DatabaseEntries.Build(await SchemaCheck.ReadDatabaseAsync(server with { Database = "located" }))[0];

        await Sql.ExecuteAsync(server, DatabaseRenaming.Apply(entry, "located \"again\"").Definition);

        var copy = (await SchemaCheck.ReadDatabaseAsync(server with { Database = "located \"again\"" })).Properties;
        Assert.Equal(
            (source.Encoding, source.LocaleProvider, source.Collate, source.CharacterType, source.Locale, source.IcuRules),
            (copy.Encoding, copy.LocaleProvider, copy.Collate, copy.CharacterType, copy.Locale, copy.IcuRules));
        Assert.NotEqual(LocaleProvider.Libc, copy.LocaleProvider);
        await Sql.ExecuteAsync(server, "DROP DATABASE located");
        await Sql.ExecuteAsync(server, "DROP DATABASE \"located \"\"again\"\"\"");
    }

    [Fact]
    public void Finds_the_name_wherever_a_statement_has_it_and_nowhere_else()
    {
        var entry = new TocEntry
        {
            DumpId = 1,
            Tag = "DATABASE on1",
            Desc = TocDesc.Privileges,
            Section = TocSection.None,
            Definition = """
                -- ON DATABASE on1
                GRANT ALL ON DATABASE on1 TO database;
                ALTER ROLE database IN DATABASE on1 SET "a.b" TO 'ON DATABASE on1';
                SECURITY LABEL FOR database ON DATABASE on1 IS 'IN DATABASE on1';
                alter database database set x to 'DATABASE database';
                """,
            DropStatement = "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'on1';\n",
        };

        var actual = DatabaseRenaming.Apply(entry, "it's");

        Assert.Equal(
            """
            -- ON DATABASE on1
            GRANT ALL ON DATABASE "it's" TO database;
            ALTER ROLE database IN DATABASE "it's" SET "a.b" TO 'ON DATABASE on1';
            SECURITY LABEL FOR database ON DATABASE "it's" IS 'IN DATABASE on1';
            alter database "it's" set x to 'DATABASE database';
            """,
            actual.Definition);
        Assert.Equal(("DATABASE \"it's\"", "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'it''s';\n"), (actual.Tag, actual.DropStatement));
        var other = entry with { Desc = TocDesc.Comment, Tag = "TABLE t", Definition = "COMMENT ON DATABASE on1 IS 'x'" };
        Assert.Same(other, DatabaseRenaming.Apply(other, "it's"));
    }

    [Theory]
    [InlineData("de_DE.utf8", "de_DE.UTF-8", LocaleProvider.Libc, "UTF8", "")]
    [InlineData("POSIX", "C", LocaleProvider.Libc, "UTF8", "")]
    [InlineData("C", "C", LocaleProvider.Builtin, "UTF8", "Collation")]
    [InlineData("C", "de_DE.UTF-8", LocaleProvider.Libc, "UTF8", "Collation,Collation")]
    [InlineData("C", "C", LocaleProvider.Libc, "LATIN1", "Encoding")]
    [InlineData("C", "C", LocaleProvider.Icu, "SQL_ASCII", "Encoding,Collation,Collation")]
    public void Tells_what_differs_that_cannot_be_changed(string left, string right, LocaleProvider provider, string encoding, string expected)
    {
        var source = new PgDatabaseProperties
        {
            Address = new(SystemCatalog.Database, 1),
            Name = "a",
            Encoding = "UTF8",
            Collate = left,
            CharacterType = left,
            Tablespace = "pg_default",
        };
        var destination = source with
        {
            Name = "b",
            Encoding = encoding,
            Collate = right,
            CharacterType = right,
            LocaleProvider = provider,
            ConnectionLimit = 5,
            Locale = provider == LocaleProvider.Libc ? null : "x",
        };

        var findings = DatabaseDifferences.Find(source, destination);

        Assert.Equal(expected, string.Join(',', findings.Select(finding => finding.Kind)));
        Assert.All(findings, finding => Assert.Equal("b", finding.Object));
    }

    private static async Task RequireSameAsPgDumpAsync(DatabaseEndpoint endpoint)
    {
        var expected = (await PgDump.ReadAsync(endpoint, "--schema-only", "--create")).Where(entry => entry.Split(" | ") is { } parts
            && (parts[0].StartsWith("DATABASE", StringComparison.Ordinal) || parts[2].StartsWith("DATABASE ", StringComparison.Ordinal)));

        var entries = DatabaseEntries.Build(await SchemaCheck.ReadDatabaseAsync(endpoint));

        // pg_dump's script grants at its end.
        var actual = entries.OrderBy(entry => entry.Desc == TocDesc.Privileges).Select(SchemaCheck.Describe);
        Assert.NotEmpty(expected);
        Assert.Equal(string.Join("\n\n", expected.Select(WithRolesInOrder)), string.Join("\n\n", actual.Select(WithRolesInOrder)));
    }

    /// <summary>pg_dump takes the roles' settings as its query happens to join them; each role's own order counts.</summary>
    private static string WithRolesInOrder(string entry)
    {
        var lines = entry.Split('\n');
        var settings = new Queue<string>(lines.Where(IsOfRole).OrderBy(line => line[..line.IndexOf(" IN DATABASE ", StringComparison.Ordinal)], StringComparer.Ordinal));
        return string.Join('\n', lines.Select(line => IsOfRole(line) ? settings.Dequeue() : line));

        static bool IsOfRole(string line) => line.StartsWith("ALTER ROLE ", StringComparison.Ordinal) && line.Contains(" IN DATABASE ", StringComparison.Ordinal);
    }

    private async Task<DatabaseEndpoint> CreateAsync(int major, string name, string options)
    {
        var server = (await servers.ServerAsync(major)).Endpoint;
        var database = SqlText.Identifier(name);
        await Sql.ExecuteAsync(server, Roles);
        await Sql.ExecuteAsync(server, $"CREATE DATABASE {database} OWNER database_owner TEMPLATE template0 {options}");
        await Sql.ExecuteAsync(server, $"""
            ALTER DATABASE {database} CONNECTION LIMIT 7 IS_TEMPLATE true;
            COMMENT ON DATABASE {database} IS 'it''s a \ database';
            ALTER DATABASE {database} SET search_path = a, "B, c", pg_temp;
            ALTER DATABASE {database} SET my.own = 'it''s \ x';
            ALTER DATABASE {database} SET search_path = a, "B, c\", pg_temp;
            ALTER ROLE "IN" IN DATABASE {database} SET work_mem = '5MB';
            ALTER ROLE database IN DATABASE {database} SET work_mem = '6MB';
            ALTER ROLE database IN DATABASE {database} SET statement_timeout = 5;
            ALTER ROLE ALL IN DATABASE {database} SET lock_timeout = 5;
            REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
            GRANT ALL ON DATABASE {database} TO "IN" WITH GRANT OPTION;
            SET SESSION AUTHORIZATION "IN"; GRANT CONNECT ON DATABASE {database} TO database; RESET SESSION AUTHORIZATION;
            """);
        return server with { Database = name };
    }
}
