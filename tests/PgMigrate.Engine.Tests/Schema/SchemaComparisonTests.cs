using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class SchemaComparisonTests(TestServers servers)
{
    private const string Roles = """
        DO $$ BEGIN CREATE ROLE compare_a; CREATE ROLE compare_b; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        """;

    private const string Shop = Roles + """
        CREATE SCHEMA shop AUTHORIZATION compare_a;
        CREATE TYPE shop.mood AS ENUM ('sad', 'ok');
        CREATE TYPE shop.pair AS (a integer, b text);
        CREATE DOMAIN shop.positive AS integer CONSTRAINT pos CHECK (value > 0);
        CREATE TABLE shop.users (
            id bigint GENERATED ALWAYS AS IDENTITY, email varchar(100) NOT NULL DEFAULT 'x', mood shop.mood,
            CONSTRAINT email_set CHECK (email <> '')) WITH (fillfactor = 70);
        COMMENT ON COLUMN shop.users.email IS 'where to write to';
        GRANT SELECT, UPDATE ON shop.users TO compare_b;
        GRANT SELECT (mood) ON shop.users TO compare_b;
        CREATE FUNCTION shop.total(a integer) RETURNS integer LANGUAGE sql SET work_mem = '5MB' AS 'SELECT 1';
        CREATE FUNCTION shop.total(a text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
        CREATE SEQUENCE shop.numbers INCREMENT 3;
        """;

    /// <summary>The same with other OIDs and gaps in the columns' numbers, and another order of everything that has none.</summary>
    private const string SameShop = Roles + """
        CREATE SCHEMA shop;
        CREATE FUNCTION shop.total(a text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
        CREATE FUNCTION shop.total(a integer) RETURNS integer LANGUAGE sql SET work_mem = '5MB' AS 'SELECT 1';
        CREATE SEQUENCE shop.numbers INCREMENT 3; SELECT nextval('shop.numbers');
        CREATE TYPE shop.pair AS (dropped integer, a integer); ALTER TYPE shop.pair DROP ATTRIBUTE dropped; ALTER TYPE shop.pair ADD ATTRIBUTE b text;
        CREATE TYPE shop.mood AS ENUM ('ok'); ALTER TYPE shop.mood ADD VALUE 'sad' BEFORE 'ok';
        CREATE DOMAIN shop.positive AS integer CONSTRAINT pos CHECK (value > 0);
        CREATE TABLE shop.users (dropped integer, id bigint GENERATED ALWAYS AS IDENTITY, email varchar(100) NOT NULL DEFAULT 'x', mood shop.mood);
        ALTER TABLE shop.users DROP COLUMN dropped; ALTER TABLE shop.users ADD CONSTRAINT email_set CHECK (email <> ''); ALTER TABLE shop.users SET (fillfactor = 70);
        INSERT INTO shop.users (mood) VALUES ('ok'); DELETE FROM shop.users;
        GRANT SELECT (mood) ON shop.users TO compare_b;
        GRANT UPDATE ON shop.users TO compare_b; GRANT SELECT ON shop.users TO compare_b;
        COMMENT ON COLUMN shop.users.email IS 'where to write to';
        ALTER SCHEMA shop OWNER TO compare_a;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Finds_nothing_where_only_numbers_rows_and_the_order_of_making_differ(int major)
    {
        var (left, right) = (await CreateAsync(Shop, major), await CreateAsync(SameShop, major));

        Assert.Equal([], await CompareAsync(left, right));
    }

    [Fact]
    public async Task Finds_nothing_between_versions_where_the_newer_one_knows_more()
    {
        var (left, right) = (await CreateAsync(Shop, 13), await CreateAsync(Shop + "CREATE TYPE shop.span AS RANGE (subtype = text)", 18));
        await Sql.ExecuteAsync(left, "CREATE TYPE shop.span AS RANGE (subtype = text)");

        Assert.Equal([], await CompareAsync(left, right));
    }

    [Fact]
    public async Task Names_the_property_of_the_object_that_differs()
    {
        var (left, right) = (await CreateAsync(Shop), await CreateAsync(SameShop));
        await Sql.ExecuteAsync(right, """
            ALTER TABLE shop.users ALTER email TYPE varchar(50), ALTER email DROP NOT NULL, ALTER email SET DEFAULT 'y', DROP COLUMN mood, ADD COLUMN age integer NOT NULL,
                DROP CONSTRAINT email_set, ADD CONSTRAINT email_set CHECK (email <> 'none'), SET (fillfactor = 80, autovacuum_enabled = off), OWNER TO compare_a;
            COMMENT ON COLUMN shop.users.email IS NULL; COMMENT ON TABLE shop.users IS 'who';
            REVOKE UPDATE ON shop.users FROM compare_b; GRANT DELETE ON shop.users TO PUBLIC;
            """);
        await Sql.ExecuteAsync(right, """
            DROP FUNCTION shop.total(text); CREATE FUNCTION shop.total(a bigint) RETURNS integer LANGUAGE sql AS 'SELECT 2';
            ALTER FUNCTION shop.total(integer) STRICT SET work_mem = '6MB' SET search_path = a, b;
            REVOKE EXECUTE ON FUNCTION shop.total(integer) FROM PUBLIC;
            ALTER TYPE shop.mood RENAME VALUE 'ok' TO 'fine'; ALTER TYPE shop.pair RENAME ATTRIBUTE a TO c;
            COMMENT ON CONSTRAINT pos ON DOMAIN shop.positive IS 'why'; COMMENT ON COLUMN shop.pair.b IS 'b';
            DROP SEQUENCE shop.numbers; CREATE SCHEMA other;
            """);
        await Sql.ExecuteAsync(right, $"ALTER DATABASE {right.Database} SET work_mem = '7MB'; COMMENT ON DATABASE {right.Database} IS 'the copy'");

        var actual = (await CompareAsync(left, right)).Select(difference => difference.ToString());

        string[] expected =
        [
            "Database (this): Settings[work_mem]: (none) -> 7MB",
            "Database (this): Comment: (none) -> the copy",
            "Schema other: only in the destination",
            "Composite shop.pair: Attributes[a]: integer -> (none)",
            "Composite shop.pair: Attributes[b].Comment: (none) -> b",
            "Composite shop.pair: Attributes[c]: (none) -> integer",
            "Domain shop.positive: Constraints[pos].Comment: (none) -> why",
            "Enum shop.mood: Labels: sad, ok -> sad, fine",
            "Function shop.total(bigint): only in the destination",
            "Function shop.total(integer): IsStrict: false -> true",
            "Function shop.total(integer): Settings[work_mem]: 5MB -> 6MB",
            "Function shop.total(integer): Settings[search_path]: (none) -> a, b",
            "Function shop.total(integer): Privileges[PUBLIC]: (none) -> no EXECUTE",
            "Function shop.total(text): only in the source",
            "Table shop.users: Options[fillfactor]: 70 -> 80",
            "Table shop.users: Options[autovacuum_enabled]: (none) -> off",
            "Table shop.users: Checks[email_set].Definition: CHECK (((email)::text <> ''::text)) -> CHECK (((email)::text <> 'none'::text))",
            "Table shop.users: Columns[email].Type: character varying(100) -> character varying(50)",
            "Table shop.users: Columns[email].IsNotNull: true -> false",
            "Table shop.users: Columns[email].Default.Expression: 'x'::character varying -> 'y'::character varying",
            "Table shop.users: Columns[email].Comment: where to write to -> (none)",
            "Table shop.users: Columns[mood]: Type: shop.mood, IsLocal: true, Privileges: (compare_b: SELECT) -> (none)",
            "Table shop.users: Columns[age]: (none) -> Type: integer, IsNotNull: true, IsLocal: true",
            "Table shop.users: Owner: postgres -> compare_a",
            "Table shop.users: Privileges[compare_b]: SELECT, UPDATE -> SELECT",
            "Table shop.users: Privileges[PUBLIC]: (none) -> DELETE",
            "Table shop.users: Comment: (none) -> who",
            "Sequence shop.numbers: only in the source",
            "Sequence shop.users_id_seq: Owner: postgres -> compare_a",
        ];
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Fact]
    public async Task Tells_when_only_the_order_of_columns_differs()
    {
        var (left, right) = (await CreateAsync("CREATE TABLE t (a int, b int, c int)"), await CreateAsync("CREATE TABLE t (c int, a int, d int, b int)"));

        var actual = (await CompareAsync(left, right)).Select(difference => difference.ToString());

        Assert.Equal(["Table public.t: Columns[d]: (none) -> Type: integer, IsLocal: true", "Table public.t: Columns: a, b, c -> c, a, b"], actual);
    }

    [Fact]
    public async Task Tells_objects_of_one_name_apart_and_hides_the_password_of_a_mapping()
    {
        const string Objects = """
            CREATE TABLE a (n int PRIMARY KEY, t text); CREATE TABLE b (n int REFERENCES a, t text);
            CREATE POLICY p ON a USING (true); CREATE POLICY p ON b USING (true); CREATE INDEX i ON a (lower(t), n);
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER g BEFORE INSERT ON a EXECUTE FUNCTION f(); CREATE TRIGGER g BEFORE INSERT ON b EXECUTE FUNCTION f();
            CREATE VIEW v AS SELECT n FROM a; CREATE PUBLICATION u FOR TABLE a, b; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO PUBLIC;
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'x', password 's3cret');
            """;
        var (left, right) = (await CreateAsync(Objects), await CreateAsync(Objects));
        Assert.Equal([], await CompareAsync(left, right));
        await Sql.ExecuteAsync(right, """
            ALTER POLICY p ON b USING (false); ALTER TABLE a DISABLE TRIGGER g; ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (SET password 'other', SET user 'y');
            DROP INDEX i; CREATE INDEX i ON a (lower(t));
            """);

        var actual = (await CompareAsync(left, right)).Select(difference => difference.ToString()).ToList();

        Assert.Contains("Policy public.p on b: Using: true -> false", actual);
        Assert.Contains(actual, difference => difference.StartsWith("Trigger public.g on a: EnabledState: ", StringComparison.Ordinal));
        Assert.Contains("ForeignServer s: UserMappings[public].Options[password]: *** -> ***", actual);
        Assert.Contains("ForeignServer s: UserMappings[public].Options[user]: x -> y", actual);
        Assert.Contains("Index public.i on a: KeyColumns: (expression), n -> (expression)", actual);
        Assert.DoesNotContain(actual, difference => difference.Contains("s3cret", StringComparison.Ordinal) || difference.Contains("public.p on a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_out_what_is_not_asked_for()
    {
        var (left, right) = (await CreateAsync(Shop), await CreateAsync(SameShop));
        await Sql.ExecuteAsync(right, """
            CREATE SCHEMA other; CREATE TABLE other.t (); CREATE TYPE other.e AS ENUM ();
            ALTER TABLE shop.users OWNER TO compare_a; GRANT INSERT ON shop.users TO PUBLIC; COMMENT ON TABLE shop.users IS 'x'; GRANT ALL ON SCHEMA shop TO compare_b;
            """);
        var all = new SchemaComparisonOptions { WithOwners = false, WithPrivileges = false, WithComments = false };

        Assert.Equal(["Schema other", "Enum e", "Table t"], await NamesAsync(all));
        Assert.Equal(["Table t"], await NamesAsync(all with { Selection = new() { Tables = ["t*"] } }));
        Assert.Equal([], await NamesAsync(all with { Selection = new() { Schemas = ["sh*"] } }));
        Assert.Equal(["Schema other", "Enum e", "Table t"], await NamesAsync(all with { Selection = new() { Schemas = ["other"] } }));
        Assert.Equal(["Schema other", "Enum e"], await NamesAsync(all with { Selection = new() { ExcludeTables = ["other.*"] } }));
        Assert.Equal(["Table Owner", "Table Privileges[PUBLIC]", "Table Comment"], await NamesAsync(new() { Selection = new() { Tables = ["users"] } }, property: true));

        async Task<IEnumerable<string>> NamesAsync(SchemaComparisonOptions options, bool property = false)
            => (await CompareAsync(left, right, options)).Select(one => $"{one.Kind} {(property ? one.Property : one.Name)}");
    }

    [Fact]
    public async Task Warns_of_a_pattern_that_matches_nothing_and_refuses_to_compare_nothing()
    {
        var endpoint = await CreateAsync(Shop);
        var observer = new RecordingObserver();

        await SchemaComparison.RunAsync(Request(["users", "mistyped"]), observer, Cancellation);
        var error = await Assert.ThrowsAsync<MigrationException>(() => SchemaComparison.RunAsync(Request(["mistyped"]), observer, Cancellation));

        Assert.Equal(["The pattern 'mistyped' matches nothing.", "The pattern 'mistyped' matches nothing."], observer.Warnings);
        Assert.Equal("SchemaObjectNotFound", error.ErrorId);

        SchemaComparisonRequest Request(string[] tables)
            => new() { Source = endpoint, Destination = endpoint, Options = new() { Selection = new() { Tables = tables } } };
    }

    [Theory]
    [InlineData("password", "s3cret", "***")]
    [InlineData("secret_access_key", "s3cret", "***")]
    [InlineData("user", "bob", "bob")]
    [InlineData("ConnectionInfo", @"host=a password = 's3\'cret x' user=b", "host=a password = *** user=b")]
    [InlineData("ConnectionInfo", "postgresql://bob:s3cret@host/db?x=y", "postgresql://bob:***@host/db?x=y")]
    [InlineData("ConnectionInfo", "host=a", "host=a")]
    public void Shows_no_secret_and_still_tells_two_apart(string name, string value, string shown)
    {
        var (left, right) = (Group(Read(value)), Group(Read(value + "x")));

        Assert.Equal(shown, NodeText.Of(left));
        Assert.Empty(NodeComparison.Compare(left, left));
        Assert.Single(NodeComparison.Compare(left, right));

        ModelNode Read(string text) => name == "ConnectionInfo" ? SecretValues.ReadProperty(name, text) : SecretValues.ReadOption(name, text);
        static ModelGroup Group(ModelNode node) => new(ModelGroupKind.Record, [new("a", node)]);
    }

    [Fact]
    public void Knows_the_properties_of_every_kind_of_object()
    {
        var kinds = typeof(PgObject).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PgObject)) && !type.IsAbstract).ToList();

        Assert.All(kinds, kind => Assert.Contains(ModelProperties.Of(kind, 18), property => property.Name == nameof(PgObject.Owner)));
        Assert.All(kinds.SelectMany(kind => ModelProperties.Of(kind, 18)), property => Assert.NotEqual(typeof(uint), property.PropertyType));
        Assert.Contains(typeof(PgEnum), kinds);
    }

    private static Task<IReadOnlyList<SchemaDifference>> CompareAsync(DatabaseEndpoint left, DatabaseEndpoint right, SchemaComparisonOptions? options = null)
        => SchemaComparison.RunAsync(new() { Source = left, Destination = right, Options = options ?? new() }, new RecordingObserver(), Cancellation);

    private async Task<DatabaseEndpoint> CreateAsync(string sql, int major = TestServers.Default)
    {
        var endpoint = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(endpoint, sql);
        return endpoint;
    }
}
