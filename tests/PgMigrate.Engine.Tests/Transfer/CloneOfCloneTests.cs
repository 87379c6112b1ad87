using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>A clone is as good a source as its source.</summary>
public sealed class CloneOfCloneTests(TestServers servers)
{
    /// <summary>Columns were dropped, and things made in an order that a clone does not repeat.</summary>
    private const string Grown = """
        CREATE SCHEMA grown;
        CREATE VIEW grown.first AS SELECT 1 AS one, NULL::text AS two;
        CREATE TABLE grown.t (gone integer, id integer, z text, CONSTRAINT z_key UNIQUE (z));
        ALTER TABLE grown.t DROP COLUMN gone, ADD COLUMN a integer DEFAULT 3, ADD PRIMARY KEY (id), ADD CONSTRAINT known CHECK (z IN ('a', 'b'));
        CREATE FUNCTION grown.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
        ALTER TABLE grown.t ALTER a SET DEFAULT grown.twice(4);
        CREATE OR REPLACE VIEW grown.first AS SELECT id AS one, z AS two, a FROM grown.t;
        CREATE VIEW grown.second AS SELECT f.one, count(*) AS n FROM grown.first f LEFT JOIN grown.t USING (a) GROUP BY f.one;
        CREATE TABLE grown.child (own date) INHERITS (grown.t);
        CREATE TABLE grown.whole (d date NOT NULL, x integer) PARTITION BY RANGE (d);
        CREATE TABLE grown.part (extra integer, x integer, d date NOT NULL);
        ALTER TABLE grown.part DROP COLUMN extra; ALTER TABLE grown.whole ATTACH PARTITION grown.part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX ON grown.whole (x); ALTER TABLE grown.whole ADD PRIMARY KEY (d);
        CREATE MATERIALIZED VIEW grown.kept AS SELECT * FROM grown.second; CREATE UNIQUE INDEX ON grown.kept (one);
        ALTER TABLE grown.child ADD FOREIGN KEY (id) REFERENCES grown.t;
        INSERT INTO grown.t (id, z) VALUES (1, 'a'), (2, 'b'); INSERT INTO grown.child (id, z) VALUES (2, 'a'); INSERT INTO grown.whole VALUES ('2026-05-05', 7);
        REFRESH MATERIALIZED VIEW grown.kept;
        """;

    [Fact]
    public async Task Is_the_same_as_the_clone_in_text_model_and_rows()
    {
        var (source, clone, again) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, OddNames.In(OddNames.Everywhere, "An \"odd; name"));
        await Sql.ExecuteAsync(source, Grown);

        await Cloning.RequireSameAsync(new() { Source = source, Destination = clone });
        await Sql.ExecuteAsync(clone, "DROP SCHEMA pgmigrate CASCADE");
        await Cloning.RequireSameAsync(new() { Source = clone, Destination = again });

        Assert.Empty(SchemaComparison.Compare(await SchemaCheck.ReadDatabaseAsync(source), await SchemaCheck.ReadDatabaseAsync(again)));
        Assert.Empty(SchemaComparison.Compare(await SchemaCheck.ReadDatabaseAsync(clone), await SchemaCheck.ReadDatabaseAsync(again)));
        var expected = string.Join("\n\n", await PgDump.ReadAsync(source, "--schema-only"));
        foreach (var end in new[] { clone, again })
        {
            Assert.Equal(expected, string.Join("\n\n", await PgDump.ReadAsync(end, "--schema-only", "--exclude-schema=pgmigrate")));
        }
    }

    [Fact]
    public async Task Entries_of_one_database_are_the_same_text_on_every_run()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, OddNames.In(OddNames.Everywhere, "Some 'odd' name"));
        await Sql.ExecuteAsync(source, Grown);

        var first = await SchemaCheck.ReadDatabaseAsync(source);
        var second = await SchemaCheck.ReadDatabaseAsync(source);

        var text = Text(first);
        Assert.NotEmpty(text);
        Assert.Equal(text, Text(first));
        Assert.Equal(text, Text(second));
    }

    private static string Text(PgDatabase database) => string.Join(
        "\n", SchemaEntries.Build(database).Select(entry => $"{entry.DumpId} {entry.Section} {string.Join(',', entry.Dependencies)} {SchemaCheck.Describe(entry)} {entry.DropStatement}"));
}
