using PgMigrate.Engine.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteSchemaReaderTests
{
    [Fact]
    public void Reads_columns_in_every_way_of_quoting_with_their_types_as_written()
    {
        var table = ReadTable("""
            CREATE TABLE "we ird" ( -- a comment, with 'quotes'
              "a ""b"" c" text(100) NOT NULL DEFAULT 'it''s', /* , */
              `c` DECIMAL(10, 2) DEFAULT (1 + 2),
              [d e] UNSIGNED BIG INT DEFAULT -5,
              'f' ,
              g DOUBLE PRECISION DEFAULT "text" COLLATE nocase CHECK (g <> ','),
              h VARCHAR COLLATE RTRIM DEFAULT CURRENT_TIMESTAMP)
            """);

        Assert.Equal("we ird", table.Name);
        Assert.Equal(
            ["a \"b\" c|text(100)|'it''s|True|", "c|DECIMAL(10, 2)|1 + 2|False|", "d e|UNSIGNED BIG INT|-5|False|", "f|||False|", "g|DOUBLE PRECISION|\"text\"|False|nocase", "h|VARCHAR|CURRENT_TIMESTAMP|False|RTRIM"],
            table.Columns.Select(column => $"{column.Name}|{column.DeclaredType}|{column.Default?.TrimEnd('\'')}|{column.IsNotNull}|{column.Collation}"));
        Assert.Equal([new SqliteCheck(null, "g <> ','")], table.Checks);
    }

    [Fact]
    public void Reads_generated_columns()
    {
        var table = ReadTable("CREATE TABLE t(a INT, b INT GENERATED ALWAYS AS (a * (2 + 1)) STORED NOT NULL, c AS (a || ')') VIRTUAL, d TEXT AS (lower(c)))");

        Assert.Equal(
            ["a|INT|None|", "b|INT|Stored|a * (2 + 1)", "c||Virtual|a || ')'", "d|TEXT|Virtual|lower(c)"],
            table.Columns.Select(column => $"{column.Name}|{column.DeclaredType}|{column.Generated}|{column.GenerationExpression}"));
        Assert.Equal(["a"], table.StoredColumns.Select(column => column.Name));
        Assert.True(table.Columns[1].IsNotNull);
    }

    [Fact]
    public void Knows_STRICT_and_WITHOUT_ROWID()
    {
        Assert.SkipUnless(SQLitePCL.raw.sqlite3_libversion_number() >= 3_037_000, "STRICT tables need SQLite 3.37 as the system's library.");

        var table = ReadTable("CREATE TABLE t(a INTEGER PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID");
        var other = ReadTable("CREATE TABLE t(a INTEGER PRIMARY KEY, strict TEXT)");

        Assert.Equal((true, true, null), (table.IsStrict, table.IsWithoutRowid, table.RowidAlias));
        Assert.Equal((false, false, "a"), (other.IsStrict, other.IsWithoutRowid, other.RowidAlias));
    }

    [Theory]
    [InlineData("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", "id")]
    [InlineData("CREATE TABLE t(a, id integer, PRIMARY KEY(id DESC))", "id")]
    [InlineData("CREATE TABLE t(id INTEGER PRIMARY KEY DESC)", null)]
    [InlineData("CREATE TABLE t(id INT PRIMARY KEY)", null)]
    [InlineData("CREATE TABLE t(id INTEGER, b INTEGER, PRIMARY KEY(id, b))", null)]
    [InlineData("CREATE TABLE t(id INTEGER)", null)]
    public void Recognises_the_rowid_s_alias(string sql, string? alias) => Assert.Equal(alias, ReadTable(sql).RowidAlias);

    [Fact]
    public void Reads_AUTOINCREMENT_with_the_highest_key_ever_given_also_of_an_empty_table()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE never(id INTEGER PRIMARY KEY AUTOINCREMENT);
            CREATE TABLE emptied("id" INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, a);
            CREATE TABLE plain("autoincrement" TEXT, id INTEGER PRIMARY KEY);
            INSERT INTO emptied(id) VALUES (41), (42);
            DELETE FROM emptied;
            """);

        var tables = SqliteSchemaReader.Read(file.Connection).Tables;

        Assert.Equal(
            ["never True ", "emptied True 42", "plain False "],
            tables.Select(table => $"{table.Name} {table.IsAutoIncrement} {table.AutoIncrementValue}"));
        Assert.Equal("pk", tables[1].PrimaryKeyName);
    }

    [Fact]
    public void Keeps_the_order_of_a_composite_primary_key()
    {
        var table = ReadTable("CREATE TABLE t(a, b, c, CONSTRAINT \"the key\" PRIMARY KEY (c, a))");

        Assert.Equal(["c", "a"], table.PrimaryKey);
        Assert.Equal("the key", table.PrimaryKeyName);
    }

    [Fact]
    public void Reads_indexes_with_their_predicates_expressions_order_and_collations()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t(a TEXT COLLATE NOCASE, b INT, c TEXT, CONSTRAINT u UNIQUE (b, c), UNIQUE (a));
            CREATE UNIQUE INDEX partial ON t(b) WHERE c IS NOT NULL AND a <> ')';
            CREATE INDEX "expr ession" ON t(lower(c) DESC, b, substr(a, 1, 2) COLLATE NOCASE ASC);
            CREATE INDEX ordered ON t(c COLLATE NOCASE DESC, a);
            """);

        var indexes = SqliteSchemaReader.Read(file.Connection).Tables[0].Indexes;

        Assert.Equal(
            [
                "sqlite_autoindex_t_1 Unique u True b/BINARY,c/BINARY ",
                "sqlite_autoindex_t_2 Unique  True a/NOCASE ",
                "partial CreateIndex  True b/BINARY c IS NOT NULL AND a <> ')'",
                "expr ession CreateIndex  False (lower(c))/BINARY/DESC,b/BINARY,(substr(a, 1, 2))/NOCASE ",
                "ordered CreateIndex  False c/NOCASE/DESC,a/NOCASE ",
            ],
            indexes.Select(index => $"{index.Name} {index.Origin} {index.ConstraintName} {index.IsUnique} "
                + string.Join(',', index.Columns.Select(column =>
                    $"{column.Name ?? $"({column.Expression})"}/{column.Collation}{(column.IsDescending ? "/DESC" : "")}")) + $" {index.Predicate}"));
    }

    [Fact]
    public void Groups_composite_foreign_keys_and_resolves_targets_and_names()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE Parent(A INT, B INT, C INT UNIQUE, PRIMARY KEY (A, B));
            CREATE TABLE child(
              x INT CONSTRAINT one REFERENCES parent(c) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
              y INT, z INT REFERENCES child,
              id INTEGER PRIMARY KEY,
              CONSTRAINT two FOREIGN KEY (x, y) REFERENCES PARENT ON DELETE RESTRICT
              FOREIGN KEY (y, x) REFERENCES "parent"(b, a) NOT DEFERRABLE,
              FOREIGN KEY (z) REFERENCES gone(q));
            """);

        var keys = SqliteSchemaReader.Read(file.Connection).Tables[1].ForeignKeys;

        Assert.Equal(
            [
                "one x -> Parent(C) CASCADE SET NULL True",
                " z -> child(id) NO ACTION NO ACTION False",
                "two x,y -> Parent(A,B) NO ACTION RESTRICT False",
                " y,x -> Parent(B,A) NO ACTION NO ACTION False",
                " z -> gone(q) NO ACTION NO ACTION False",
            ],
            keys.Select(key => $"{key.Name} {string.Join(',', key.Columns)} -> {key.ParentTable}({string.Join(',', key.ParentColumns)}) {key.OnUpdate} {key.OnDelete} {key.IsDeferred}"));
    }

    [Fact]
    public void Reads_DEFERRABLE_behind_another_constraint()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE parent(id INTEGER PRIMARY KEY);
            CREATE TABLE child(
              a INT REFERENCES parent NOT NULL DEFERRABLE INITIALLY DEFERRED,
              b INT REFERENCES parent NOT NULL NOT DEFERRABLE INITIALLY DEFERRED,
              c INT REFERENCES parent CHECK (c > 0) DEFERRABLE);
            """);

        var keys = SqliteSchemaReader.Read(file.Connection).Tables[1].ForeignKeys;

        Assert.Equal([("a", true), ("b", false), ("c", false)], keys.Select(key => (key.Columns[0], key.IsDeferred)));
    }

    [Fact]
    public void Reads_checks_with_their_names_and_conflict_clauses()
    {
        var table = ReadTable("""
            CREATE TABLE t(
              a INT CONSTRAINT positive CHECK (a > 0) CONSTRAINT other CHECK (a < (10)),
              b TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT REPLACE,
              CONSTRAINT "both" CHECK (a IS NOT b), CHECK (b <> '(')
            )
            """);

        Assert.Equal([new("positive", "a > 0"), new("other", "a < (10)"), new("both", "a IS NOT b"), new(null, "b <> '('")], table.Checks);
        Assert.Equal(["NOT NULL ON CONFLICT IGNORE", "UNIQUE ON CONFLICT REPLACE"], table.ConflictClauses);
    }

    [Fact]
    public void Lists_views_triggers_and_virtual_tables_and_leaves_shadow_tables_out()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t(a);
            CREATE VIEW v AS SELECT a FROM t;
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;
            CREATE VIRTUAL TABLE docs USING fts5(body);
            CREATE TABLE docs_of_mine(a);
            ANALYZE;
            """);

        var schema = SqliteSchemaReader.Read(file.Connection);

        Assert.Equal(["t", "docs_of_mine"], schema.Tables.Select(table => table.Name));
        Assert.Equal([new SqliteView("v", "CREATE VIEW v AS SELECT a FROM t")], schema.Views);
        Assert.Equal(["tr on t"], schema.Triggers.Select(trigger => $"{trigger.Name} on {trigger.Table}"));
        Assert.Equal([new SqliteVirtualTable("docs", "fts5")], schema.VirtualTables);
    }

    [Fact]
    public void Reads_what_ALTER_TABLE_made()
    {
        var table = ReadTable("CREATE TABLE t(a INT); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x' REFERENCES t(a); ALTER TABLE t RENAME TO \"T 2\"; ALTER TABLE \"T 2\" RENAME a TO \"c d\"");

        Assert.Equal("T 2", table.Name);
        Assert.Equal(["c d", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal("T 2(c d)", $"{table.ForeignKeys[0].ParentTable}({table.ForeignKeys[0].ParentColumns[0]})");
    }

    [Fact]
    public void Names_the_table_whose_statement_is_not_understood()
    {
        using var file = new SqliteTestFile("CREATE TABLE t(a)");
        using var command = file.Connection.CreateCommand();
        command.CommandText = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE t(a) NONSENSE' WHERE name = 't'";
        command.ExecuteNonQuery();

        var exception = Assert.Throws<MigrationException>(() => SqliteSchemaReader.Read(file.Connection));

        Assert.Equal(("SqliteSchemaUnreadable", "t"), (exception.ErrorId, exception.Subject));
    }

    private static SqliteTable ReadTable(string sql)
    {
        using var file = new SqliteTestFile(sql);
        return Assert.Single(SqliteSchemaReader.Read(file.Connection).Tables);
    }
}
