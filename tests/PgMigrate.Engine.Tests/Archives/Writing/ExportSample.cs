namespace PgMigrate.Engine.Tests.Archives;

/// <summary>A small database with one of many kinds of object, and rows that are hard to write.</summary>
internal static class ExportSample
{
    public const string Sql =
        """"
        DO $$ BEGIN CREATE ROLE export_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA shop AUTHORIZATION export_owner; CREATE SCHEMA "Odd Name"; COMMENT ON SCHEMA shop IS 'The shop; it''s small';
        CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN shop.positive AS integer DEFAULT 1 CONSTRAINT positive_check CHECK (VALUE > 0); CREATE DOMAIN shop.flag AS boolean;
        CREATE TYPE shop.address AS (street text, zip varchar(10));
        CREATE SEQUENCE shop.ticket START 100 INCREMENT 5 CACHE 3;
        CREATE TABLE shop.customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, feeling shop.mood DEFAULT 'ok',
            home shop.address, tags text[], name_len integer GENERATED ALWAYS AS (length(email)) STORED, extra jsonb DEFAULT '{}'::jsonb, on_list shop.flag);
        CREATE TABLE shop.orders (id serial PRIMARY KEY, customer_id bigint NOT NULL REFERENCES shop.customer(id) ON DELETE CASCADE,
            amount numeric(12, 2) CHECK (amount >= 0), qty shop.positive, note bytea, factor double precision, mask bit(4), paid boolean, at timestamptz, small smallint, o oid, r real);
        CREATE TABLE shop.event (at timestamptz NOT NULL, kind text) PARTITION BY RANGE (at);
        CREATE TABLE shop.event_2025 PARTITION OF shop.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        CREATE TABLE shop.event_rest PARTITION OF shop.event DEFAULT;
        CREATE TABLE shop.base (a int); CREATE TABLE shop.child (b int) INHERITS (shop.base);
        CREATE TABLE shop.nothing (); CREATE TABLE shop.derived (g integer GENERATED ALWAYS AS (1 + 1) STORED);
        CREATE TABLE "Odd Name"."Table ""quoted""" ("Col umn" text, "sel;ect" int);
        CREATE UNLOGGED TABLE shop.cache (k text PRIMARY KEY, v text) WITH (fillfactor=70);
        CREATE VIEW shop.big_spender AS SELECT c.id, c.email, sum(o.amount) AS total FROM shop.customer c JOIN shop.orders o ON o.customer_id = c.id GROUP BY c.id;
        CREATE MATERIALIZED VIEW shop.daily AS SELECT date_trunc('day', at) AS day, count(*) AS n FROM shop.event GROUP BY 1;
        CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
        CREATE TRIGGER touch BEFORE UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch();
        CREATE FUNCTION shop.watch() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN END $f$;
        CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('IMPORT FOREIGN SCHEMA') EXECUTE FUNCTION shop.watch(); COMMENT ON EVENT TRIGGER watch IS 'watches';
        CREATE INDEX event_kind ON shop.event (kind) WHERE kind IS NOT NULL;
        ALTER TABLE shop.customer ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON shop.customer FOR SELECT TO PUBLIC USING (email = current_user);
        CREATE PUBLICATION pub FOR TABLE shop.customer, shop.orders;
        COMMENT ON COLUMN shop.customer.email IS E'Line one\nline two';
        GRANT SELECT ON shop.customer TO PUBLIC; GRANT UPDATE (email) ON shop.customer TO export_owner;
        ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO PUBLIC;
        ALTER TABLE shop.cache OWNER TO export_owner; ALTER FUNCTION shop.touch() OWNER TO export_owner;
        INSERT INTO shop.customer (email, feeling, home, tags, extra, on_list) SELECT 'u' || i || '@x.org', (ARRAY['sad', 'ok', 'happy'])[1 + i % 3]::shop.mood,
            ROW('Street ' || i, i::text)::shop.address, ARRAY['a', NULL, E'tab\there'], jsonb_build_object('i', i, 's', E'back\\slash'), i % 2 = 0 FROM generate_series(1, 500) i;
        INSERT INTO shop.orders (customer_id, amount, qty, note, factor, mask, paid, at, small, o, r) SELECT i, i * 1.5, i, decode(md5(i::text), 'hex'),
            CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity'::float8 WHEN 2 THEN 1e-300 ELSE i / 7.0 END, i::bit(4), i % 3 = 0, timestamptz '2025-01-01 00:00+00' + i * interval '1 hour', i, i, i / 3.0 FROM generate_series(1, 300) i;
        INSERT INTO shop.event SELECT timestamptz '2025-06-01 00:00+00' + i * interval '1 day', CASE WHEN i % 3 = 0 THEN NULL ELSE 'k' || i % 5 END FROM generate_series(1, 400) i;
        INSERT INTO shop.base SELECT generate_series(1, 3); INSERT INTO shop.child VALUES (4, 5);
        INSERT INTO shop.nothing DEFAULT VALUES; INSERT INTO shop.nothing DEFAULT VALUES; INSERT INTO shop.derived DEFAULT VALUES;
        INSERT INTO "Odd Name"."Table ""quoted""" VALUES (E'\\.', 1), (E'new\nline', 2), ('', 3), (NULL, 4), (E'\\N', 5), (E'tab\tand ''quote'' \\ back\r\f\v\b', 6), ('äöü 日本', 7);
        SELECT nextval('shop.ticket'); REFRESH MATERIALIZED VIEW shop.daily;
        SELECT lo_from_bytea(70001, '\xdeadbeef'), lo_create(70002), lo_from_bytea(3000000000::oid, convert_to(repeat('large object ', 60000), 'UTF8'));
        GRANT SELECT ON LARGE OBJECT 70001 TO export_owner; COMMENT ON LARGE OBJECT 70002 IS 'empty'; ALTER LARGE OBJECT 70002 OWNER TO export_owner;
        """";
}
