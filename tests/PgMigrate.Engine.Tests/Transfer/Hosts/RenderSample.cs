using PgMigrate.Engine.Tests.Servers;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>A database as an application has it at Render: its owner is no superuser, and extensions are in <c>public</c>.</summary>
internal static class RenderSample
{
    private const string Objects = """
        CREATE SCHEMA app;
        CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY);
        INSERT INTO alembic_version VALUES ('ae1027a6acf');
        CREATE DOMAIN email_address AS public.citext CHECK (VALUE OPERATOR(public.~) '@');
        CREATE TABLE users (
            id uuid DEFAULT public.uuid_generate_v4() PRIMARY KEY, email public.email_address NOT NULL UNIQUE, name text NOT NULL,
            secret text DEFAULT encode(public.gen_random_bytes(8), 'hex'), aliases public.citext[], label text GENERATED ALWAYS AS (upper(name)) STORED);
        CREATE INDEX users_name_idx ON users USING gin (name public.gin_trgm_ops);
        CREATE INDEX users_near_idx ON users (public.similarity(name, 'zoe'));
        COMMENT ON TABLE users IS 'public.uuid_generate_v4() is no name here';
        CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author uuid NOT NULL REFERENCES users, title public.citext, at date NOT NULL) ;
        CREATE TABLE app.events (id bigint, at timestamptz NOT NULL, payload jsonb, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE VIEW authors AS SELECT u.email, count(*) AS posts FROM users u JOIN posts p ON p.author = u.id AND u.email OPERATOR(public.=) 'zoe@example.com'::public.citext GROUP BY 1;
        CREATE MATERIALIZED VIEW app.months AS SELECT date_trunc('month', at) AS month, count(*) FROM app.events GROUP BY 1;
        CREATE FUNCTION app.new_id() RETURNS uuid LANGUAGE sql AS 'SELECT public.uuid_generate_v4()';
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- public.uuid_generate_v4() stays in comments
                NEW.secret := 'public.gen_random_bytes ' || encode(public.gen_random_bytes(4), 'hex');
                RETURN NEW;
            END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION app.touch();
        ALTER TABLE users ENABLE ROW LEVEL SECURITY;
        CREATE POLICY everybody ON users FOR SELECT USING (true);
        CREATE POLICY own ON users FOR UPDATE USING (email OPERATOR(public.=) (current_setting('app.email', true))::public.citext);
        CREATE PUBLICATION changes FOR TABLE users, posts;
        CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', dbname 'nowhere');
        CREATE FOREIGN TABLE app.remote (id integer) SERVER elsewhere;
        INSERT INTO users (email, name, aliases) SELECT 'user' || n || '@example.com', 'User ' || n, ARRAY['a' || n] FROM generate_series(1, 500) n;
        INSERT INTO posts (author, title, at) SELECT u.id, 'Post ' || n, date '2026-01-01' + n FROM users u, generate_series(1, 4) n;
        INSERT INTO app.events SELECT n, timestamptz '2026-01-01 00:00:00+00' + n * interval '1 hour', jsonb_build_object('n', n) FROM generate_series(1, 1000) n;
        REFRESH MATERIALIZED VIEW app.months;
        SELECT lo_from_bytea(0, decode(repeat('00ff', 3000), 'hex'));
        """;

    private static int last;

    /// <summary>Makes the database; the endpoint's role is its owner.</summary>
    public static async Task<DatabaseEndpoint> CreateAsync(TestServers servers, int major = TestServers.Default)
    {
        var database = await servers.CreateDatabaseAsync(major);
        var owner = await Copying.CreateRoleAsync((await servers.ServerAsync(major)).Endpoint with { Database = database.Database });
        var reader = $"reader_{Interlocked.Increment(ref last)}_{database.Database}";
        await Sql.ExecuteAsync(
            database,
            $"""
            ALTER DATABASE {database.Database} OWNER TO {owner.Username}; GRANT CREATE ON SCHEMA public TO {owner.Username}; CREATE ROLE {reader};
            CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto; CREATE EXTENSION postgres_fdw;
            COMMENT ON EXTENSION citext IS 'said by the host'; GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO {owner.Username};
            """);
        var endpoint = owner with { Database = database.Database };
        foreach (var statement in SqlScript.Split(Objects)) await Sql.ExecuteAsync(endpoint, statement.Text);
        await Sql.ExecuteAsync(
            endpoint, $"GRANT SELECT ON users TO {reader}; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO {reader}");
        return endpoint;
    }
}
