using Npgsql;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteEntriesTests(TestServers servers)
{
    [Fact]
    public async Task Keeps_composite_and_target_less_foreign_keys_with_their_actions()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE "Parent"(a INT, b INT, PRIMARY KEY (b, a));
            CREATE TABLE child(id INTEGER PRIMARY KEY, x INT, y INT, up INTEGER REFERENCES child ON DELETE CASCADE,
              CONSTRAINT "both" FOREIGN KEY (x, y) REFERENCES parent(a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
              FOREIGN KEY (y, x) REFERENCES PARENT);
            """);

        Assert.Equal(
            [
                "both FOREIGN KEY (x, y) REFERENCES \"Parent\"(a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED",
                "child_up_fkey FOREIGN KEY (up) REFERENCES child(id) ON DELETE CASCADE",
                "child_y_x_fkey FOREIGN KEY (y, x) REFERENCES \"Parent\"(b, a)",
            ],
            await database.ReadAsync("SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1"));
        Assert.Empty(database.Set.Findings);
    }

    [Fact]
    public async Task Computes_generated_columns_and_copies_what_PostgreSQL_cannot_compute()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE t(a INT, b INT AS (a * 2) STORED, c INT AS (b + 1), d TEXT AS (printf('%03d', a)) VIRTUAL, e TEXT NOT NULL AS (lower(d)))
            """);

        Assert.Equal(
            ["a ", "b (a * 2)", "c ((a * 2) + 1)", "d ", "e lower((d COLLATE \"C\"))"],
            await database.ReadAsync("""
                SELECT attname || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
                FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum
                """).ContinueWith(lines => lines.Result.Select(line => line.Replace("(a * (2)::bigint)", "(a * 2)", StringComparison.Ordinal)), TaskScheduler.Default));
        var rows = database.Set.Entries.Single(entry => entry.HasData);
        Assert.Equal("COPY \"public\".\"t\" (\"a\", \"d\") FROM stdin;\n", rows.CopyStatement);
        Assert.Equal(["a", "d"], database.Set.CopiedColumns[rows.DumpId].Select(column => column.Name));
        Assert.Equal([MigrationFindingKind.GeneratedColumn], database.Set.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task Keeps_partial_expression_and_descending_indexes_and_case_insensitive_keys()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE t(a TEXT COLLATE NOCASE UNIQUE, b INT, c TEXT, active BOOLEAN);
            CREATE UNIQUE INDEX partial ON t(b) WHERE active = 1 AND c IS NOT NULL;
            CREATE INDEX expression ON t(lower(c), b DESC);
            CREATE INDEX insensitive ON t(c COLLATE NOCASE);
            """);

        Assert.Equal(
            [
                "CREATE INDEX expression ON public.t USING btree (lower(c), b DESC)",
                "CREATE INDEX insensitive ON public.t USING btree (lower(c))",
                "CREATE UNIQUE INDEX partial ON public.t USING btree (b) WHERE ((active = true) AND (c IS NOT NULL))",
                "CREATE UNIQUE INDEX t_a_key ON public.t USING btree (lower(a))",
            ],
            await database.ReadAsync("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"));
        Assert.Equal(["t.a"], database.Set.Findings.Where(finding => finding.Kind == MigrationFindingKind.Collation).Select(finding => finding.Object));
    }

    [Fact]
    public async Task Continues_identities_behind_the_highest_key_also_where_AUTOINCREMENT_s_table_is_empty()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE emptied("Id" INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
            INSERT INTO emptied("Id") VALUES (41); DELETE FROM emptied;
            CREATE TABLE fresh(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
            CREATE TABLE plain(id INTEGER PRIMARY KEY, a INT);
            """);

        Assert.Equal(["42"], await database.ReadAsync("INSERT INTO emptied(a) VALUES (1) RETURNING \"Id\"::text"));
        Assert.Equal(["1"], await database.ReadAsync("INSERT INTO fresh(a) VALUES (1) RETURNING id::text"));
        Assert.Equal(["1"], await database.ReadAsync("INSERT INTO plain(a) VALUES (1) RETURNING id::text"));
        Assert.Equal(["7"], await database.ReadAsync("INSERT INTO plain(id, a) VALUES (7, 1) RETURNING id::text"));
        await database.ReadAsync(database.Set.Entries.Last(entry => entry.Desc == TocDesc.SequenceSet).Definition);
        Assert.Equal(["8"], await database.ReadAsync("INSERT INTO plain(a) VALUES (1) RETURNING id::text"));
    }

    [Fact]
    public async Task Keeps_defaults_for_what_they_are()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE t(empty TEXT DEFAULT "", quoted TEXT DEFAULT 'current_timestamp', word TEXT DEFAULT draft, formula TEXT DEFAULT 'STRFTIME(''%s'',''now'')',
              made DATETIME DEFAULT CURRENT_TIMESTAMP, day DATE DEFAULT (date('now')), active BOOLEAN NOT NULL DEFAULT 'false', n INT DEFAULT '7',
              key TEXT DEFAULT (lower(hex(randomblob(16)))), none INT DEFAULT NULL, odd INT DEFAULT 'abc', price DECIMAL(10,2) DEFAULT 0.50)
            """);

        Assert.Equal(
            ["|current_timestamp|draft|STRFTIME('%s','now')|true|true|false|7|32|true|true|0.50"],
            await database.ReadAsync("""
                INSERT INTO t DEFAULT VALUES RETURNING
                  concat_ws('|', empty, quoted, word, formula, (made = now())::text, (day = (now() AT TIME ZONE 'UTC')::date)::text, active::text, n,
                    length(key), (none IS NULL)::text, (odd IS NULL)::text, price)
                """));
        Assert.Equal(["t.odd"], database.Set.Findings.Select(finding => finding.Object));
    }

    [Fact]
    public async Task Keeps_reserved_words_and_mixed_case_names()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE "Order"("select" INTEGER PRIMARY KEY, "From" text(100) NOT NULL UNIQUE, [Group By] INT CHECK ("Group By" > 0), "ü""x" TEXT);
            CREATE TABLE "order line"(id INTEGER PRIMARY KEY, "order" INT REFERENCES "order"("SELECT"));
            CREATE INDEX "User Index" ON "Order"("Group By");
            """);

        Assert.Equal(
            ["From|text|NO", "Group By|bigint|YES", "select|bigint|NO", "ü\"x|text|YES"],
            await database.ReadAsync("SELECT column_name || '|' || data_type || '|' || is_nullable FROM information_schema.columns WHERE table_name = 'Order' ORDER BY column_name COLLATE \"C\""));
        Assert.Empty(database.Set.Findings);
    }

    [Fact]
    public async Task Folds_names_to_lower_case_where_asked()
    {
        const string Sql = "CREATE TABLE \"Users\"(\"Id\" INTEGER PRIMARY KEY, \"Name\" TEXT UNIQUE); CREATE INDEX \"IX\" ON users(name); CREATE VIEW \"V\" AS SELECT NAME AS \"N\" FROM users";
        await using var database = await MakeAsync(Sql, lower: true);

        Assert.Equal(["ix", "users", "users_id_seq", "users_name_key", "users_pkey", "v"], await database.ReadAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"));
    }

    [Fact]
    public async Task Folds_the_letters_that_PostgreSQL_folds_and_no_others()
    {
        await using var database = await MakeAsync("CREATE TABLE \"ÄRGER\"(a); CREATE TABLE \"ärger\"(a); CREATE VIEW \"SICHT Ü\" AS SELECT a AS \"Ö\" FROM \"ÄRGER\"", lower: true);

        Assert.Equal(
            ["sicht Ü", "Ärger", "ärger"],
            (await database.ReadAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Renames_and_reports_indexes_and_constraints_whose_names_are_taken_or_too_long()
    {
        await using var database = await MakeAsync($"""
            CREATE TABLE a(id INTEGER PRIMARY KEY, x INT, CONSTRAINT twice CHECK (x > 0), CONSTRAINT twice CHECK (x < 9));
            CREATE TABLE b(id INTEGER PRIMARY KEY, y INT CONSTRAINT a UNIQUE);
            CREATE INDEX a_pkey ON a(x);
            CREATE INDEX {new string('i', 70)} ON a(x);
            """);

        Assert.Equal(
            ["a.twice → twice_1", "a_pkey → kept", "b.a → a_1", $"{new string('i', 70)} → {new string('i', 63)}"],
            database.Set.Findings.Select(finding => $"{finding.Object} → {finding.What.Split('\'')[1]}").Append("a_pkey → kept").Order(StringComparer.Ordinal));
        Assert.Equal(["a_pkey", "a_pkey_1"], await database.ReadAsync("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'a_pkey%' ORDER BY 1"));
    }

    [Theory]
    [InlineData("CREATE TABLE {0}(a)", "IdentifierTooLong")]
    [InlineData("CREATE TABLE t({0} INT)", "IdentifierTooLong")]
    [InlineData("CREATE TABLE t(xmin INT)", "InvalidIdentifier")]
    [InlineData("CREATE TABLE t(\"\" INT)", "InvalidIdentifier")]
    public void Refuses_names_that_PostgreSQL_cannot_keep(string sql, string errorId)
    {
        using var file = new SqliteTestFile(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, new string('n', 64)));
        var schema = SqliteSchemaReader.Read(file.Connection);

        Assert.Equal(errorId, Assert.Throws<MigrationException>(() => SqliteEntries.Build(schema, Mapping.Of(schema), new SqliteEntryOptions())).ErrorId);
    }

    [Fact]
    public async Task Builds_foreign_keys_to_case_insensitive_keys()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE tag(name TEXT COLLATE NOCASE PRIMARY KEY, code TEXT UNIQUE COLLATE NOCASE);
            CREATE TABLE use(tag TEXT REFERENCES tag, code TEXT REFERENCES tag(code));
            """);

        Assert.Equal(["use_code_fkey", "use_tag_fkey"], await database.ReadAsync("SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY 1"));
        Assert.Equal(["2"], await database.ReadAsync("SELECT count(*)::text FROM pg_indexes WHERE tablename = 'tag' AND indexdef LIKE '%lower%'"));
    }

    [Fact]
    public async Task Reports_foreign_keys_that_PostgreSQL_would_refuse()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE p(a INT, t TEXT PRIMARY KEY);
            CREATE TABLE keyless(a INT);
            CREATE TABLE c(a INT REFERENCES p(a), b INT REFERENCES gone, c INT REFERENCES keyless, d INT REFERENCES p(t), e TEXT REFERENCES p(t));
            """);

        Assert.Equal(["c(a)", "c(b)", "c(c)", "c(d)"], database.Set.Findings.Select(finding => finding.Object).Order());
        Assert.Equal(["c_e_fkey"], await database.ReadAsync("SELECT conname FROM pg_constraint WHERE contype = 'f'"));
    }

    [Fact]
    public async Task Keeps_checks_and_reports_those_without_a_translation()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE t(a INT, b BOOLEAN CHECK (b IN (0,1)), j JSON CHECK (json_valid(j)), m TEXT CHECK (m GLOB '*@*.*'),
              CONSTRAINT positive CHECK (a > 0), CHECK (typeof(a) = 'integer' OR a IS NULL), CHECK (m = printf('%s', m)));
            """);

        await database.ReadAsync("INSERT INTO t VALUES (NULL, true, '{}', 'a@b.c')");
        await Assert.ThrowsAsync<PostgresException>(() => database.ReadAsync("INSERT INTO t(a) VALUES (0)"));
        await Assert.ThrowsAsync<PostgresException>(() => database.ReadAsync("INSERT INTO t(m) VALUES ('nobody')"));
        Assert.Equal(
            ["CHECK (json_valid(j)) is left out", "CHECK (m = printf('%s', m)) is left out"],
            database.Set.Findings.Select(finding => finding.What[..(finding.What.IndexOf("left out", StringComparison.Ordinal) + 8)]));
    }

    [Fact]
    public async Task Attempts_views_in_the_order_of_their_dependencies_and_reports_the_others()
    {
        await using var database = await MakeAsync("""
            CREATE VIEW later AS SELECT Who, total FROM per_user WHERE total > 1;
            CREATE TABLE "User"("Id" INTEGER PRIMARY KEY, "Name" TEXT, active BOOLEAN DEFAULT 1);
            CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id INT REFERENCES "User", amount REAL, note TEXT);
            CREATE VIEW per_user(who, total, notes) AS
              SELECT u.name, ifnull(sum(o.amount), 0) / 2.0, group_concat(o.note, "; ")
              FROM user AS u LEFT JOIN Orders o ON o.USER_ID == u.id
              WHERE ((u.Active) = 1) AND (note IS NOT 'x' OR name LIKE 'a%') AND note <> "plain"
              GROUP BY u.name;
            CREATE VIEW cte AS WITH big AS (SELECT id, CAST(amount AS INTEGER) whole FROM orders WHERE amount > 10) SELECT big.whole, instr(note, 'a') AS 'at' FROM big JOIN orders USING (id);
            CREATE VIEW dated AS SELECT strftime('%W', 'now') AS week FROM orders;
            CREATE VIEW on_dated AS SELECT week FROM dated;
            CREATE VIEW refused AS SELECT sum(note) AS s FROM orders;
            """);

        Assert.Equal(["dated", "on_dated"], database.Set.Findings.Select(finding => finding.Object));
        Assert.Equal(["VIEW public refused"], database.Refused);
        Assert.Equal(["cte", "later", "per_user"], await database.ReadAsync("SELECT viewname FROM pg_views WHERE schemaname = 'public' ORDER BY 1"));
        await database.ReadAsync("INSERT INTO \"User\"(\"Name\") VALUES ('ann'); INSERT INTO orders(user_id, amount, note) VALUES (1, 20.7, 'ab'), (1, 5, 'c')");
        Assert.Equal(["ann 12.85"], await database.ReadAsync("SELECT who || ' ' || total FROM later"));
        Assert.Equal(["20 1"], await database.ReadAsync("SELECT whole || ' ' || at FROM cte"));
    }

    [Fact]
    public async Task Lists_what_has_no_equivalent()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE t(a INT PRIMARY KEY ON CONFLICT REPLACE);
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;
            CREATE VIRTUAL TABLE docs USING fts5(body);
            """);

        Assert.Equal(
            [MigrationFindingKind.ConflictClause, MigrationFindingKind.Trigger, MigrationFindingKind.VirtualTable],
            database.Set.Findings.Select(finding => finding.Kind));
        Assert.All(database.Set.Findings, finding => Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Makes_the_schema_that_is_asked_for_and_puts_dependencies_first()
    {
        await using var database = await MakeAsync(
            "CREATE TABLE b(id INTEGER PRIMARY KEY, a INT REFERENCES a); CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE INDEX i ON b(a)", schema: "My App");

        var entries = database.Set.Entries;
        Assert.Equal(
            ["SCHEMA", "TABLE", "TABLE", "TABLE DATA", "TABLE DATA", "SEQUENCE SET", "SEQUENCE SET", "CONSTRAINT", "CONSTRAINT", "INDEX", "FK CONSTRAINT"],
            entries.Select(entry => entry.Desc));
        Assert.All(entries, entry => Assert.All(entry.Dependencies, id => Assert.InRange(id, 1, entry.DumpId - 1)));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(["a", "b"], await database.ReadAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'My App' ORDER BY 1"));
    }

    [Fact]
    public async Task Drops_what_it_made()
    {
        await using var database = await MakeAsync("""
            CREATE TABLE a(id INTEGER PRIMARY KEY, b INT UNIQUE); CREATE TABLE c(a INT REFERENCES a); CREATE INDEX i ON a(b); CREATE VIEW v AS SELECT b FROM a
            """);

        foreach (var entry in database.Set.Entries.Reverse().Where(entry => entry.DropStatement.Length > 0)) await database.ReadAsync(entry.DropStatement);

        Assert.Empty(await database.ReadAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    private async Task<RestoredSqlite> MakeAsync(string sql, bool lower = false, string schema = "public")
    {
        using var file = new SqliteTestFile(sql);
        var read = SqliteSchemaReader.Read(file.Connection);
        var set = SqliteEntries.Build(read, Mapping.Of(read, lower: lower), new SqliteEntryOptions
        {
            Schema = schema,
            IdentifierCase = lower ? IdentifierCase.Lower : IdentifierCase.Keep,
            ServerVersion = new Version(15, 0),
        });
        return await RestoredSqlite.RestoreAsync(await Sql.OpenAsync(await servers.CreateDatabaseAsync()), set);
    }
}
