using System.Globalization;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Catalog;

public sealed class CatalogReaderTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Reads_the_same_tables_from_every_version(int major)
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers, major));

        Assert.Equal(major, catalog.ServerVersion / 10000);
        Assert.Equal(
            [
                "Odd \"Schema.Täble 1; --' Table r Permanent heap",
                "public.author Table r Permanent heap",
                "public.book Table r Permanent heap",
                "public.capital Table r Permanent heap inherits city",
                "public.city Table r Permanent heap",
                "public.elsewhere Foreign f Permanent",
                "public.generated Table r Permanent heap",
                "public.keys Table r Permanent heap",
                "public.measurement Partitioned p Permanent Range",
                "public.measurement_2024 Partition p Permanent Hash inherits measurement, hashed by enum",
                "public.measurement_2024_0 Partition r Permanent heap inherits measurement_2024, load through measurement",
                "public.measurement_2024_1 Partition r Permanent heap inherits measurement_2024, load through measurement",
                "public.measurement_2025 Partition r Permanent heap inherits measurement",
                "public.review Partitioned p Permanent List",
                "public.review_1 Partition r Permanent heap inherits review",
                "public.scratch Table r Unlogged heap",
                "public.secret Table r Permanent heap row security, forced",
                "public.type_row_source Table r Permanent heap",
                "public.type_zoo Table r Permanent heap",
            ],
            catalog.Tables.Select(table => Describe(table, catalog.Tables)));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Reads_the_same_keys_and_sequences_from_every_version(int major)
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers, major));

        Assert.Equal(
            [
                "author_favourite: public.author(favourite) -> public.book(id) Simple NoAction NoAction deferrable, deferred, not valid",
                "author_mentor_fkey: public.author(mentor) -> public.author(id) Simple NoAction NoAction self",
                "book_author_fkey: public.book(author) -> public.author(id) Simple Restrict Cascade",
                "review_book: public.review(book) -> public.book(id) Simple NoAction NoAction",
                "review_measured: public.review(taken,kind) -> public.measurement(taken,kind) Full NoAction NoAction",
            ],
            catalog.ForeignKeys.Where(key => !key.IsInherited).Select(Describe));
        Assert.Contains(catalog.ForeignKeys, key => key is { IsInherited: true, Table.Name: "review_1", Name: "review_book" });
        Assert.Equal(
            [
                "public.countdown integer 9 -2 -2147483648 99 3 cycling, owned by .: 7 next",
                "public.generated_id_seq integer 5 1 1 2147483647 1 identity, owned by public.generated.id: 6 given",
                "public.generated_old_seq smallint 1 1 1 32767 1 owned by public.generated.old: 1 next",
                "public.generated_other_seq bigint 1 1 1 9223372036854775807 1 identity, owned by public.generated.other: 1 next",
            ],
            catalog.Sequences.Select(Describe));
        Assert.Equal(
            ["mirror on public.keys Replica", "off on public.keys Disabled", "strict on public.keys Always", "touched on public.review Origin", "touched on public.review_1 Origin"],
            catalog.Triggers.Select(trigger => $"{trigger} {trigger.EnabledState}"));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Tells_in_every_version_which_columns_the_binary_format_carries_safely(int major)
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers, major));

        var zoo = Table(catalog, "type_zoo");
        Assert.All(zoo.Columns, column => Assert.Equal((column.Name, column.Name.StartsWith("safe_", StringComparison.Ordinal)), (column.Name, column.IsBinaryCopySafe)));
        Assert.False(zoo.IsBinaryCopySafe);
        Assert.True(Table(catalog, "generated").IsBinaryCopySafe);
        Assert.Equal(["safe_int", "safe_domain"], zoo.Columns.Where(column => column.IsInteger).Select(column => column.Name));
    }

    [Fact]
    public async Task Takes_the_text_format_for_an_extensions_type()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        if (!await Sql.ScalarAsync<bool>(endpoint, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citext')"))
        {
            Assert.Skip("The server has no extension citext (Debian: postgresql-contrib).");
        }

        await Sql.ExecuteAsync(endpoint, "CREATE EXTENSION citext; CREATE TABLE t (a citext, b citext[])");

        var table = Assert.Single((await CatalogSample.ReadAsync(endpoint)).Tables);

        Assert.Equal([("public.citext", false), ("public.citext[]", false)], table.Columns.Select(column => (column.Type, column.IsBinaryCopySafe)));
    }

    [Fact]
    public async Task Reads_generated_identity_and_serial_columns_apart()
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers));

        Assert.Equal(
            [
                "id integer NOT NULL None Always",
                "other bigint NOT NULL None ByDefault",
                "old smallint NOT NULL None None default",
                "price numeric NOT NULL None None default",
                "gross numeric Stored None",
            ],
            Table(catalog, "generated").Columns.Select(column =>
                $"{column}{(column.IsNotNull ? " NOT NULL" : "")} {column.Generation} {column.Identity}{(column.HasDefault ? " default" : "")}"));
    }

    [Fact]
    public async Task Leaves_virtual_columns_to_the_destination()
    {
        var endpoint = await servers.CreateDatabaseAsync(18);
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE t (a integer, doubled integer GENERATED ALWAYS AS (a * 2) VIRTUAL)");

        var table = Table(await CatalogSample.ReadAsync(endpoint), "t");

        Assert.Equal(ColumnGeneration.Virtual, table.Columns[1].Generation);
        Assert.Equal(["a"], table.StoredColumns.Select(column => column.Name));
    }

    [Fact]
    public async Task Keeps_odd_names_and_the_gaps_of_dropped_columns()
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers));

        var table = catalog.Tables.Single(table => table.Schema == "Odd \"Schema");
        Assert.Equal(["1 Größe text pg_catalog.\"C\"", "2 a.b integer ", "4 select integer "], table.Columns.Select(column => $"{column.Number} {column} {column.Collation}"));
        Assert.Equal("\"Odd \"\"Schema\".\"Täble 1; --'\"", table.QualifiedName.Sql);
    }

    [Fact]
    public async Task Offers_as_unique_keys_only_what_ON_CONFLICT_can_name()
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers));

        var keys = Table(catalog, "keys");
        Assert.Equal(["tenant", "id"], keys.PrimaryKey!.Columns);
        Assert.Equal(
            ["keys_pkey (tenant, id) identifies", "keys_code_key (code) identifies", "keys_email (email) "],
            keys.UniqueKeys.Select(key => $"{key} {(key.IdentifiesRows ? "identifies" : "")}"));
    }

    [Fact]
    public async Task Knows_a_primary_key_that_is_deferrable_but_does_not_offer_it_for_ON_CONFLICT()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE t (a integer PRIMARY KEY DEFERRABLE)");

        var table = Table(await CatalogSample.ReadAsync(endpoint), "t");

        Assert.Equal(["a"], table.PrimaryKey!.Columns);
        Assert.Empty(table.UniqueKeys);
    }

    [Fact]
    public async Task Reads_what_came_with_PostgreSQL_15_and_18()
    {
        var endpoint = await servers.CreateDatabaseAsync(18);
        await Sql.ExecuteAsync(endpoint, """
            CREATE TABLE parent (a integer, b integer, PRIMARY KEY (a, b));
            CREATE TABLE child (
                a integer, b integer,
                CONSTRAINT loose FOREIGN KEY (a, b) REFERENCES parent NOT ENFORCED,
                CONSTRAINT one FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET NULL (b));
            CREATE UNIQUE INDEX child_nulls ON child (a) NULLS NOT DISTINCT;
            CREATE TABLE booking (rooms int4range, period int4range, PRIMARY KEY (rooms, period WITHOUT OVERLAPS));
            """);

        var catalog = await CatalogSample.ReadAsync(endpoint);

        Assert.Equal(["loose False ", "one True b"], catalog.ForeignKeys.Select(key => $"{key.Name} {key.IsEnforced} {string.Join(',', key.OnDeleteColumns)}"));
        var nulls = Assert.Single(Table(catalog, "child").UniqueKeys);
        Assert.True(nulls is { HasNullableColumns: true, AreNullsDistinct: false, IdentifiesRows: true }, nulls.ToString());
        Assert.Equal(["rooms", "period"], Table(catalog, "booking").PrimaryKey!.Columns);
        Assert.Empty(Table(catalog, "booking").UniqueKeys);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(15)]
    public async Task Estimates_rows_only_of_tables_that_were_analyzed_and_sums_partitions(int major)
    {
        var endpoint = await CatalogSample.CreateAsync(servers, major);
        var before = await CatalogSample.ReadAsync(endpoint);
        await Sql.ExecuteAsync(endpoint, "ANALYZE");
        var after = await CatalogSample.ReadAsync(endpoint);

        Assert.Null(Table(before, "city").EstimatedRows);
        Assert.Null(Table(before, "measurement").EstimatedRows);
        Assert.Equal(2, Table(after, "city").EstimatedRows);
        Assert.Equal(20, Table(after, "measurement").EstimatedRows);
        Assert.Equal(8192, Table(after, "city").Bytes);
        Assert.Equal(
            after.Tables.Where(table => table is { HoldsRows: true } && table.Name.StartsWith("measurement", StringComparison.Ordinal)).Sum(table => table.Bytes),
            Table(after, "measurement").Bytes);
        Assert.NotEqual(0, Table(after, "measurement").Bytes);
    }

    [Fact]
    public async Task Counts_the_size_of_values_that_are_stored_out_of_line()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE TABLE t (a text);
            ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
            INSERT INTO t VALUES (repeat('x', 1000000));
            """);

        Assert.InRange(Table(await CatalogSample.ReadAsync(endpoint), "t").Bytes, 1_000_000, 1_200_000);
    }

    [Fact]
    public async Task Says_nothing_of_a_sequence_that_the_role_may_not_read()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE SEQUENCE hidden;
            CREATE SEQUENCE shown;
            DROP ROLE IF EXISTS catalog_reader;
            CREATE ROLE catalog_reader;
            GRANT SELECT ON SEQUENCE shown TO catalog_reader;
            """);
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);
        await session.ExecuteAsync("SET ROLE catalog_reader", TestContext.Current.CancellationToken);

        var sequences = await new CatalogReader(session).ReadSequencesAsync(TestContext.Current.CancellationToken);

        Assert.Equal([("hidden", null), ("shown", 1L)], sequences.Select(sequence => (sequence.Name, sequence.LastValue)));
    }

    private static PgTable Table(PgCatalog catalog, string name) => catalog.Tables.Single(table => table.Name == name);

    private static string Describe(PgTable table, IReadOnlyList<PgTable> tables)
    {
        var text = $"{table} {table.Kind} {table.RelationKind} {table.Persistence} {table.AccessMethod}{table.PartitionStrategy}".TrimEnd();
        string[] remarks = [
            .. table.InheritedOids.Select(oid => "inherits " + tables.Single(parent => parent.Oid == oid).Name),
            .. table.IsHashedByEnum ? ["hashed by enum"] : Array.Empty<string>(),
            .. table.MustLoadThroughRoot ? ["load through " + tables.Single(root => root.Oid == table.RootOid).Name] : Array.Empty<string>(),
            .. table.HasRowSecurity ? ["row security"] : Array.Empty<string>(),
            .. table.ForcesRowSecurity ? ["forced"] : Array.Empty<string>(),
        ];
        return remarks.Length == 0 ? text : $"{text} {string.Join(", ", remarks)}";
    }

    private static string Describe(PgForeignKey key)
    {
        string[] remarks = [
            .. key.IsDeferrable ? ["deferrable"] : Array.Empty<string>(),
            .. key.IsDeferred ? ["deferred"] : Array.Empty<string>(),
            .. key.IsValidated ? Array.Empty<string>() : ["not valid"],
            .. key.IsSelfReference ? ["self"] : Array.Empty<string>(),
        ];
        return $"{key.Name}: {key.Table}({string.Join(',', key.Columns)}) -> {key.ParentTable}({string.Join(',', key.ParentColumns)}) {key.MatchType} {key.OnUpdate} {key.OnDelete} {string.Join(", ", remarks)}".TrimEnd();
    }

    private static string Describe(PgSequence sequence) => string.Create(CultureInfo.InvariantCulture,
        $"{sequence} {sequence.DataType} {sequence.Start} {sequence.Increment} {sequence.MinValue} {sequence.MaxValue} {sequence.Cache} {(sequence.IsCycling ? "cycling, " : "")}{(sequence.IsIdentity ? "identity, " : "")}owned by {sequence.OwnerTable}.{sequence.OwnerColumn}: {sequence.LastValue} {(sequence.IsCalled ? "given" : "next")}");
}
